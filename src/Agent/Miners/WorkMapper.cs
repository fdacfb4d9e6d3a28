using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Reading;
using BloxOs.Protocol;

namespace BloxOs.Agent.Miners;

/// <summary>Turns what miners said into what the wire carries: cards by their index in the inventory.</summary>
internal static class WorkMapper
{
    /// <summary>One entry for each miner and algorithm, at most <see cref="ProtocolLimits.Work"/>; null when no miner runs.</summary>
    public static IReadOnlyList<WorkStats>? Map(IReadOnlyList<MinerSnapshot> miners, IReadOnlyList<GpuInventory> cards)
    {
        var work = new List<WorkStats>();
        foreach (var (snapshot, instance) in Numbered(miners))
        {
            if (snapshot.Reading is not { Work.Count: > 0 } reading) { work.Add(Silent(snapshot, instance)); }
            else
            {
                int[] positions = Positions(snapshot, reading.Work);
                for (int i = 0; i < positions.Length; i++) { work.Add(Entry(snapshot, instance, reading, reading.Work[i], positions[i], cards)); }
            }
        }
        return work.Count == 0 ? null : [.. work.Take(ProtocolLimits.Work)];
    }

    /// <summary>Instances of one miner are counted in the order in which they were found.</summary>
    static IEnumerable<(MinerSnapshot Snapshot, int Instance)> Numbered(IReadOnlyList<MinerSnapshot> miners)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var miner in miners)
        {
            int number = counts.GetValueOrDefault(miner.Miner.Id);
            counts[miner.Miner.Id] = number + 1;
            yield return (miner, number);
        }
    }

    /// <summary>It runs and has not said anything yet: no speed, which is not a speed of 0.</summary>
    static WorkStats Silent(MinerSnapshot snapshot, int instance) => new()
    {
        Instance = instance,
        Miner = snapshot.Miner.Title,
        Version = snapshot.Reading?.Version,
        Algorithm = snapshot.Wanted.Count > 0 ? snapshot.Wanted[0].Algorithm : null,
        Coin = snapshot.Wanted.Count > 0 ? snapshot.Wanted[0].Coin : null,
        UptimeSeconds = snapshot.Reading?.UptimeSeconds ?? snapshot.AgeSeconds,
    };

    static WorkStats Entry(MinerSnapshot snapshot, int instance, MinerReading reading, MinerWork work, int position, IReadOnlyList<GpuInventory> cards)
    {
        var wanted = position < snapshot.Wanted.Count ? snapshot.Wanted[position] : default;
        return new()
        {
            Instance = instance,
            Miner = snapshot.Miner.Title,
            Version = reading.Version,
            // What the agent started it with is surer than the miner's spelling of it.
            Algorithm = wanted.Algorithm ?? work.Algorithm,
            Coin = wanted.Coin,
            Pool = work.Pool,
            UptimeSeconds = reading.UptimeSeconds ?? snapshot.AgeSeconds,
            Hashrate = work.Hashrate,
            Accepted = work.Shares.Accepted,
            Rejected = work.Shares.Rejected,
            Stale = work.Shares.Stale,
            Invalid = work.Shares.Invalid,
            Difficulty = work.Difficulty,
            CpuThreads = work.CpuThreads,
            Gpus = Gpus(snapshot, work, cards),
        };
    }

    /// <summary>What each entry is of what the miner was told: by its name where it has one of those, the rest in their order. Some answer with an object, whose order is nobody's.</summary>
    static int[] Positions(MinerSnapshot snapshot, IReadOnlyList<MinerWork> work)
    {
        int[] positions = new int[work.Count];
        bool[] taken = new bool[snapshot.Wanted.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = -1;
            for (int w = 0; w < taken.Length && positions[i] < 0; w++)
            {
                if (taken[w] || work[i].Algorithm is not { } name || snapshot.Wanted[w].Algorithm != name) { continue; }
                (positions[i], taken[w]) = (w, true);
            }
        }
        for (int i = 0, next = 0; i < positions.Length; i++)
        {
            if (positions[i] >= 0) { continue; }
            while (next < taken.Length && taken[next]) { next++; }
            positions[i] = next++;
        }
        return positions;
    }

    static List<GpuWork>? Gpus(MinerSnapshot snapshot, MinerWork work, IReadOnlyList<GpuInventory> cards)
    {
        var usable = cards.Where(c => IsOf(c.Vendor, snapshot.Miner.Hardware)).OrderBy(c => c.BusId, StringComparer.Ordinal).ToList();
        var chosen = usable.Where(c => (snapshot.BusIds is not { } ids || Holds(ids, c)) && !Holds(snapshot.Without, c)).ToList();
        var gpus = new SortedDictionary<int, GpuWork>();
        for (int i = 0; i < work.Gpus.Count; i++)
        {
            var gpu = work.Gpus[i];
            if ((gpu.Place is { } place ? AtPlace(place, usable) : ByOrder(snapshot.Miner, i, work.Gpus.Count, chosen)) is not { } card) { continue; }
            gpus.TryAdd(card.Index, new()
            {
                Index = card.Index,
                Hashrate = gpu.Hashrate,
                Accepted = gpu.Shares.Accepted,
                Rejected = gpu.Shares.Rejected,
                Stale = gpu.Shares.Stale,
                Invalid = gpu.Shares.Invalid,
            });
        }
        return gpus.Count == 0 ? null : [.. gpus.Values];
    }

    static bool Holds(IReadOnlyList<string> busIds, GpuInventory card) => busIds.Contains(card.BusId, StringComparer.OrdinalIgnoreCase);

    /// <summary>The card that is meant; null when it could be any of several.</summary>
    static GpuInventory? AtPlace(PciPlace place, List<GpuInventory> usable) => usable.Where(c => c.BusId is { } busId && place.Fits(busId)).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Without an address the position counts only where the miner orders cards by address and both lists are equally long, or where there is one card.</summary>
    static GpuInventory? ByOrder(MinerDescriptor miner, int position, int count, List<GpuInventory> chosen) =>
        count == chosen.Count && (miner.NumbersByBus || count == 1) ? chosen[position] : null;

    static bool IsOf(string? vendor, MinerHardware hardware) => vendor switch
    {
        "nvidia" => hardware.HasFlag(MinerHardware.Nvidia),
        "amd" => hardware.HasFlag(MinerHardware.Amd),
        "intel" => hardware.HasFlag(MinerHardware.Intel),
        _ => false,
    };
}
