using System.Net;
using System.Net.Sockets;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Catalog.Miners;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Agent.Miners;

/// <summary>Finds every running miner and asks it how it does. One reading at a time.</summary>
/// <param name="roots">Where the kernel's files are.</param>
/// <param name="managed">The miners that the agent looks after, as they are now.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of everything.</param>
internal sealed class MinerWatch(SystemRoots roots, Func<IReadOnlyList<MinerStatus>> managed, AgentLog log, TimeProvider time) : IDisposable
{
    /// <summary>For all questions to one miner together.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>One that let us wait in vain so often is asked less often, as it holds every sample up. One that refuses at once costs nothing.</summary>
    const int SlowOften = 2;
    static readonly TimeSpan AskSlowEvery = TimeSpan.FromSeconds(30);

    readonly MinerFinder _finder = new(roots, time);
    readonly MinerApiClient _client = new(time);
    readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);

    /// <summary>What the last reading found.</summary>
    public IReadOnlyList<MinerSnapshot> Latest { get; private set; } = [];

    /// <summary>Reads all of them side by side, within <see cref="AnswerTimeout"/>.</summary>
    public async Task<IReadOnlyList<MinerSnapshot>> ReadAsync(CancellationToken cancellation)
    {
        var mine = managed().Where(m => m.ProcessId is not null && MinerCatalog.Find(m.Wanted.Miner) is not null).ToList();
        var found = _finder.Find(mine.Select(m => m.ProcessId!.Value).ToHashSet());
        var readings = mine.Select(m => ReadManagedAsync(m, cancellation)).Concat(found.Select(f => ReadFoundAsync(f, cancellation))).ToList();
        var snapshots = await Task.WhenAll(readings);
        var alive = mine.Select(m => Key(m.ProcessId!.Value, _finder.StartTicks(m.ProcessId.Value) ?? 0)).Concat(found.Select(f => Key(f.ProcessId, f.StartTicks))).ToHashSet();
        foreach (var gone in _states.Keys.Where(k => !alive.Contains(k)).ToList()) { _states.Remove(gone); }
        return Latest = snapshots;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    static string Key(int id, long start) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id}:{start}");

    Task<MinerSnapshot> ReadManagedAsync(MinerStatus status, CancellationToken cancellation)
    {
        int id = status.ProcessId!.Value;
        long start = _finder.StartTicks(id) ?? 0;
        var miner = MinerCatalog.Find(status.Wanted.Miner)!;
        var snapshot = new MinerSnapshot(miner, id)
        {
            Name = status.Name,
            AgeSeconds = _finder.AgeSeconds(start),
            BusIds = status.Wanted.Devices,
            Without = status.Quarantined,
            Wanted = [.. (status.Wanted.Algorithms ?? []).Select(a => (a.Algorithm, a.Coin))],
        };
        return AskAsync(snapshot, StateOf(id, start), status.Api is { } api ? [api] : [], status.ApiToken, cancellation);
    }

    Task<MinerSnapshot> ReadFoundAsync(FoundMiner found, CancellationToken cancellation)
    {
        var state = StateOf(found.ProcessId, found.StartTicks);
        var candidates = state.Api is { } good && found.Candidates.Contains(good) ? [good] : found.Candidates;
        var snapshot = new MinerSnapshot(found.Miner, found.ProcessId) { AgeSeconds = _finder.AgeSeconds(found.StartTicks) };
        return AskAsync(snapshot, state, candidates, null, cancellation);
    }

    async Task<MinerSnapshot> AskAsync(MinerSnapshot snapshot, State state, IReadOnlyList<IPEndPoint> candidates, string? token, CancellationToken cancellation)
    {
        if (state.Slow >= SlowOften && time.GetElapsedTime(state.AskedAt) < AskSlowEvery) { return snapshot with { Silent = state.Misses }; }
        state.AskedAt = time.GetTimestamp();
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        bool slow = false;
        for (int i = 0; i < candidates.Count; i++)
        {
            // One that hangs takes all the time there is: the next try begins with the next.
            var api = candidates[(i + state.Misses) % candidates.Count];
            try
            {
                if (await AskAsync(snapshot.Miner, api, token, either.Token) is not { } reading) { continue; }
                (state.Api, state.Slow, state.Misses) = (api, 0, 0);
                return snapshot with { Reading = reading };
            }
            catch (SocketException) { }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { slow = true; }
        }
        (state.Api, state.Misses) = (null, state.Misses + 1);
        if (slow)
        {
            state.Slow++;
            log.WarnSeldom($"miner {snapshot.ProcessId}", $"{snapshot.Miner.Title} (process {snapshot.ProcessId}) does not answer within {AnswerTimeout.TotalSeconds} s");
        }
        return snapshot with { Silent = state.Misses };
    }

    async Task<MinerReading?> AskAsync(MinerDescriptor miner, IPEndPoint api, string? token, CancellationToken cancellation)
    {
        var requests = miner.Requests(new MinerApiBinding(api.Port, token));
        string?[] texts = new string?[requests.Count];
        MinerReading? reading = null;
        for (int i = 0; i < requests.Count; i++)
        {
            if (requests[i].OnlyAsFallback && reading is not null) { continue; }
            try { texts[i] = await _client.AskAsync(api, requests[i], cancellation); }
            catch (Exception e) when (reading is not null && e is (SocketException or OperationCanceledException)) { return reading; }
            if (texts[i] is not null) { reading = miner.Read(new(time.GetUtcNow(), texts)) ?? reading; }
        }
        return reading;
    }

    State StateOf(int id, long start)
    {
        string key = Key(id, start);
        if (!_states.TryGetValue(key, out var state)) { _states[key] = state = new(); }
        return state;
    }

    /// <summary>What is remembered of one process.</summary>
    sealed class State
    {
        public IPEndPoint? Api { get; set; }

        public int Slow { get; set; }

        public int Misses { get; set; }

        public long AskedAt { get; set; }
    }
}
