using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Makes of what is wanted what is started.</summary>
/// <param name="programs">Programs on this rig.</param>
/// <param name="places">Where instances work.</param>
/// <param name="inventory">The rig's parts, as last read.</param>
/// <param name="sample">The newest sample, which says what cards are dead; null when there is none.</param>
internal sealed class LaunchPlanner(MinerPrograms programs, MinerPlaces places, Func<Inventory> inventory, Func<Stats?> sample)
{
    /// <summary>Why a wanted miner can never be started, however the rig may change; null when it can.</summary>
    public string? Refusal(DesiredMiner wanted)
    {
        if (MinerCatalog.Find(wanted.Miner) is not { } miner) { return "the miner is not known"; }
        if (wanted.Program is { } program && programs.Refusal(program) is { } outside) { return outside; }
        // Numbers in the order in which the cards are named: what the rig has is no question yet.
        IReadOnlyList<MinerDevice>? devices = wanted.Devices is { } cards ? [.. cards.Select((c, i) => new MinerDevice(i, c))] : null;
        try
        {
            _ = miner.BuildCommandLine(Launch(wanted, 0, devices), new(1, "t"));
            return null;
        }
        catch (MinerLaunchException e) { return e.Message; }
    }

    /// <summary>The plan for a start now.</summary>
    /// <exception cref="LaunchException">Not now, and why.</exception>
    public LaunchPlan Plan(DesiredMiner wanted, MinerRecord record)
    {
        var miner = MinerCatalog.Find(wanted.Miner) ?? throw new LaunchException("the miner is not known");
        string program = programs.Resolve(miner, wanted.Program), digest = LaunchDigest.Of(wanted, record);
        try
        {
            var command = miner.BuildCommandLine(Launch(wanted, record.Pool, Devices(miner, wanted, record)), new(record.ApiPort, record.ApiToken));
            return new(program, command, places.WorkDirectory(record.Name), places.Output(record.Name)) { Digest = digest, Marks = places.Marks(record.Name, digest) };
        }
        catch (MinerLaunchException e) { throw new LaunchException(e.Message); }
    }

    /// <summary>True when cards would be left without these.</summary>
    public bool LeavesCards(DesiredMiner wanted, IReadOnlyList<string> without)
    {
        if (MinerCatalog.Find(wanted.Miner) is not { } miner) { return false; }
        try
        {
            if (Devices(miner, wanted, new() { Name = wanted.Name!, Quarantined = without }) is not { Count: > 0 } devices) { return false; }
            // A miner that takes no choice of cards would not start at all.
            _ = miner.BuildCommandLine(Launch(wanted, 0, devices), new(1, "t"));
            return true;
        }
        catch (Exception e) when (e is LaunchException or MinerLaunchException) { return false; }
    }

    MinerLaunch Launch(DesiredMiner wanted, int pool, IReadOnlyList<MinerDevice>? devices) => new()
    {
        Instance = wanted.Name!,
        Tasks = [.. (wanted.Algorithms ?? []).Select((a, i) => new MinerTask(a.Algorithm ?? "", Pools(a, i == 0 ? pool : 0)))],
        Devices = devices,
        CpuThreads = wanted.CpuThreads,
        ExtraArguments = wanted.Arguments ?? [],
        WorkDirectory = places.WorkDirectory(wanted.Name!),
    };

    /// <summary>All pools, the one with this number first.</summary>
    static List<MinerPool> Pools(DesiredAlgorithm algorithm, int first)
    {
        List<MinerPool> pools =
        [
            .. (algorithm.Pools ?? []).Select(p => new MinerPool(p.Host ?? "", p.Port, p.User ?? "")
            {
                Tls = p.Tls is true,
                Worker = p.Worker is { Length: > 0 } worker ? worker : null,
                Password = p.Password is { Length: > 0 } password ? password : "x",
            }),
        ];
        return pools.Count == 0 ? pools : [.. pools.Skip(first % pools.Count), .. pools.Take(first % pools.Count)];
    }

    /// <summary>The cards by the miner's own count; null for all.</summary>
    List<MinerDevice>? Devices(MinerDescriptor miner, DesiredMiner wanted, MinerRecord record)
    {
        if (wanted.Devices is null && record.Quarantined.Count == 0) { return null; }
        if (wanted.Devices is { Count: 0 }) { return []; }
        // A dead card is not in the miner's count: it would shift the number of every card after it.
        var dead = (sample()?.Gpus ?? []).Where(g => g.Fault is not null).Select(g => g.Index).ToHashSet();
        var cards = (inventory().Gpus ?? []).Where(g => g.BusId is not null && !dead.Contains(g.Index) && miner.Hardware.HasFlag(HardwareOf(g.Vendor)))
            .OrderBy(g => g.BusId, StringComparer.Ordinal).Select((g, i) => new MinerDevice(i, g.BusId!));
        var chosen = cards.Where(c => (wanted.Devices is not { } named || Names(named, c)) && !Names(record.Quarantined, c)).ToList();
        return chosen.Count > 0 ? chosen : throw new LaunchException("none of its cards is there and alive, or all are in quarantine");
    }

    static bool Names(IReadOnlyList<string> busIds, MinerDevice card) => busIds.Contains(card.BusId, StringComparer.OrdinalIgnoreCase);

    static MinerHardware HardwareOf(string? vendor) => vendor switch
    {
        "nvidia" => MinerHardware.Nvidia,
        "amd" => MinerHardware.Amd,
        "intel" => MinerHardware.Intel,
        _ => MinerHardware.Asic,
    };
}
