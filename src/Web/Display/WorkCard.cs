using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>One miner instance and what it does with one algorithm.</summary>
internal sealed record WorkCard
{
    /// <summary>A miner that has run for so long and tells no speed is not starting any more: its API hangs, or it found no card.</summary>
    const int LongestStartSeconds = 300;

    /// <summary>Name and version.</summary>
    public required string Miner { get; init; }

    /// <summary>"hashing", "0 H/s", "starting", or "no hashrate" of a miner that has run for too long to call it that.</summary>
    public required string State { get; init; }

    /// <summary>Class of the badge.</summary>
    public required string StateCss { get; init; }

    /// <summary>Algorithm for people.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Coin; null when unknown.</summary>
    public string? Coin { get; init; }

    /// <summary>Host and port; null when unknown.</summary>
    public string? Pool { get; init; }

    /// <summary>Speed; null is "no data".</summary>
    public HashrateText? Hash { get; init; }

    /// <summary>Difficulty of a share, "4.29 G"; null when the miner does not tell.</summary>
    public string? Difficulty { get; init; }

    /// <summary>Since the miner started; null when unknown.</summary>
    public string? Uptime { get; init; }

    /// <summary>Counters since then.</summary>
    public ShareCounts Shares { get; init; }

    /// <summary>"16 of 32"; null when no processor mines.</summary>
    public string? Threads { get; init; }

    /// <summary>Cards that it uses, "0–7" or "0, 2, 5"; null when it names none.</summary>
    public string? Gpus { get; init; }

    /// <summary>One per entry of the sample.</summary>
    public static IReadOnlyList<WorkCard> Of(RigFacts rig) =>
        [.. rig.Stats.Work.Select(work => Of(work, rig.View.Description.Inventory.CpuThreads))];

    static WorkCard Of(WorkReading work, int? allThreads)
    {
        var algorithm = AlgorithmCatalog.Get(work.Algorithm);
        bool isLate = work.UptimeSeconds >= LongestStartSeconds;
        return new()
        {
            Miner = RigWork.MinerName(work) ?? "Unnamed miner",
            State = work.Hashrate switch { null => isLate ? "no hashrate" : "starting", 0 => "0 H/s", _ => "hashing" },
            StateCss = work.Hashrate switch { null => isLate ? "warn" : "", 0 => "warn", _ => "ok" },
            Algorithm = algorithm.Title,
            Coin = work.Coin,
            Pool = work.Pool,
            Hash = work.Hashrate is { } speed ? HashrateText.Of(speed, algorithm) : null,
            Difficulty = work.Difficulty is { } difficulty ? DifficultyText.Of(difficulty) : null,
            Uptime = work.UptimeSeconds is { } up ? TimeText.Runtime(TimeSpan.FromSeconds(up)) : null,
            Shares = work.Shares,
            Threads = work.CpuThreads is { } threads ? (allThreads is { } all ? $"{NumberText.Whole(threads)} of {NumberText.Whole(all)}" : NumberText.Whole(threads)) : null,
            Gpus = Ranges([.. work.Gpus.Select(g => (int)g.Index).Distinct().Order()]),
        };
    }

    /// <summary>Neighbours drawn together: 0, 1, 2, 5 is "0–2, 5". Null for none.</summary>
    public static string? Ranges(IReadOnlyList<int> ascending)
    {
        var parts = new List<string>();
        for (int from = 0; from < ascending.Count;)
        {
            int to = from;
            while (to + 1 < ascending.Count && ascending[to + 1] == ascending[to] + 1) { to++; }
            parts.Add(to == from ? $"{ascending[from]}" : $"{ascending[from]}–{ascending[to]}");
            from = to + 1;
        }
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
