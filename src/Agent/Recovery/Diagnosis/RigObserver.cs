using BloxOs.Agent.Control;
using BloxOs.Agent.Miners;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>Makes a <see cref="RigView"/> of what the agent reads anyway, and remembers since when: which process, its last answer, its last share.</summary>
/// <param name="floors">What is normal.</param>
/// <param name="probe">Tries pools and the server.</param>
/// <param name="server">Host and port of the server; null: not known.</param>
/// <param name="time">Clock.</param>
internal sealed class RigObserver(IFloors floors, PoolProbe probe, (string Host, int Port)? server, TimeProvider time)
{
    const int MostWorks = 1_000;

    readonly Dictionary<string, Watched> _watched = new(StringComparer.Ordinal);
    readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    /// <summary>The rig as it is.</summary>
    public async Task<RigView> LookAsync(
        Inventory inventory, Stats sample, IReadOnlyList<MinerStatus> miners, IReadOnlyList<MinerSnapshot> read, IReadOnlyDictionary<string, string> held,
        bool? diskWritable, CancellationToken cancellation)
    {
        var views = new List<MinerView>();
        foreach (var miner in miners) { views.Add(await MinerAsync(miner, inventory, sample, read.FirstOrDefault(r => r.Name == miner.Name), cancellation)); }
        foreach (string gone in _watched.Keys.Where(k => miners.All(m => m.Name != k)).ToArray()) { _watched.Remove(gone); }
        return new()
        {
            Gpus = [.. (inventory.Gpus ?? []).Where(g => g.BusId is not null).Select(g => Gpu(g, sample, held))],
            Miners = views,
            OutsideReachable = await OutsideAsync(views, cancellation),
            Load1 = sample.Cpu?.Load1,
            CpuThreads = inventory.CpuThreads,
            DiskWritable = diskWritable,
        };
    }

    /// <summary>Only when no pool answers is the server asked: it tells the pool's trouble from the rig's.</summary>
    async Task<bool?> OutsideAsync(List<MinerView> views, CancellationToken cancellation)
    {
        if (views.Any(v => v.PoolAnswers == true || v.PoolConnected == true || v.TookShareLately)) { return true; }
        if (views.All(v => v.PoolAnswers is null)) { return null; }
        return server is { } place && await probe.AnswersAsync(place.Host, place.Port, cancellation);
    }

    static GpuView Gpu(GpuInventory card, Stats sample, IReadOnlyDictionary<string, string> held)
    {
        var stats = sample.Gpus?.FirstOrDefault(g => g.Index == card.Index);
        return new(card.BusId!)
        {
            Fault = stats?.Fault,
            Answers = stats is { Fault: null },
            CoreCelsius = stats?.CoreCelsius,
            HotspotCelsius = stats?.HotspotCelsius,
            MemoryCelsius = stats?.MemoryCelsius,
            UtilizationPercent = stats?.UtilizationPercent,
            PowerWatts = stats?.PowerWatts,
            HeldForHeat = held.ContainsKey(card.BusId!),
        };
    }

    async Task<MinerView> MinerAsync(MinerStatus miner, Inventory inventory, Stats sample, MinerSnapshot? read, CancellationToken cancellation)
    {
        var watched = Watch(miner, read);
        var cards = MinerCards.Used(miner, inventory);
        var work = read?.Reading?.Work is [{ } first, ..] ? first : null;
        string kind = $"{miner.Name}/{miner.Wanted.Miner}/{Algorithm(miner)}/{string.Join(',', miner.Wanted.Arguments ?? [])}/{string.Join(',', cards)}";
        if (kind.Length > 900) { kind = kind[..900]; }
        if (watched.HasAnswered && _answered.Count < MostWorks) { _answered.Add(kind); }
        var view = new MinerView(miner.Name, miner.State)
        {
            Work = kind,
            Algorithm = Algorithm(miner),
            Cards = cards,
            CanLeaveCardsOut = cards.Count > 0,
            CpuThreads = work?.CpuThreads ?? miner.Wanted.CpuThreads ?? 0,
            RunningFor = miner.ProcessId is null ? null : time.GetElapsedTime(watched.StartedAt),
            SilentFor = miner.ProcessId is null || miner.Api is null ? null : time.GetElapsedTime(watched.AnsweredAt),
            Hashrate = work?.Hashrate,
            CardHashrates = CardsOf(miner, inventory, sample),
            NoShareFor = watched.SharedAt is { } shared ? time.GetElapsedTime(shared) : null,
            ShareEvery = watched.Accepted >= 5 ? time.GetElapsedTime(watched.StartedAt) / watched.Accepted : null,
            Pools = miner.Pools,
            LeastHashrate = miner.Wanted.LeastHashrate,
            Exits = miner.Exits,
            LastEnd = miner.Exits > 0 && miner.ExitCode is { } code ? $"exit status {code}" : miner.Reason,
        };
        double? normal = floors.Normal(view.Work);
        view = view with { HasWorked = normal is not null, HasAnswered = normal is not null || _answered.Contains(view.Work), ReachedFloor = normal is { } usual && !(usual < view.LeastHashrate) };
        return await WithPoolAsync(view, miner, cancellation);
    }

    /// <summary>A pool that takes shares need not be tried.</summary>
    async Task<MinerView> WithPoolAsync(MinerView view, MinerStatus miner, CancellationToken cancellation)
    {
        if (miner.Wanted.Algorithms is not [{ Pools: { Count: > 0 } pools }, ..] || view.State is MinerStates.Stopped or MinerStates.Held) { return view; }
        var pool = pools[miner.Pool % pools.Count];
        view = view with { Pool = $"{pool.Host}:{pool.Port}" };
        return view.TookShareLately || pool.Host is null
            ? view
            : view with { PoolAnswers = await probe.AnswersAsync(pool.Host, pool.Port, cancellation) };
    }

    static Dictionary<string, double> CardsOf(MinerStatus miner, Inventory inventory, Stats sample)
    {
        var speeds = new Dictionary<string, double>(StringComparer.Ordinal);
        string? algorithm = Algorithm(miner);
        var used = MinerCards.Used(miner, inventory).ToHashSet(StringComparer.Ordinal);
        foreach (var gpu in (sample.Work ?? []).Where(w => w.Algorithm == algorithm).SelectMany(w => w.Gpus ?? []))
        {
            string? busId = inventory.Gpus?.FirstOrDefault(g => g.Index == gpu.Index)?.BusId;
            if (gpu.Hashrate is { } made && busId is not null && used.Contains(busId)) { speeds[busId] = made; }
        }
        return speeds;
    }

    static string? Algorithm(MinerStatus miner) => miner.Wanted.Algorithms is [{ Algorithm: { } algorithm }, ..] ? algorithm : null;

    Watched Watch(MinerStatus miner, MinerSnapshot? read)
    {
        long now = time.GetTimestamp();
        if (!_watched.TryGetValue(miner.Name, out var watched) || watched.ProcessId != miner.ProcessId)
        {
            _watched[miner.Name] = watched = new(miner.ProcessId) { StartedAt = now, AnsweredAt = now };
        }
        if (read is null || read.ProcessId != miner.ProcessId || read.Reading is not { } reading) { return watched; }
        (watched.AnsweredAt, watched.HasAnswered) = (now, true);
        long accepted = reading.Work.Sum(w => w.Shares.Accepted ?? 0);
        if (accepted > watched.Accepted) { watched.SharedAt = now; }
        watched.Accepted = accepted;
        return watched;
    }

    /// <summary>What is remembered of one process.</summary>
    sealed class Watched(int? processId)
    {
        public int? ProcessId => processId;

        public long StartedAt { get; init; }

        public long AnsweredAt { get; set; }

        public bool HasAnswered { get; set; }

        public long? SharedAt { get; set; }

        public long Accepted { get; set; }
    }
}
