using System.Collections.Concurrent;
using System.Net;
using BloxOs.Agent.Control;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>One miner that does what it is told, and writes that down. The real one has tests with real processes.</summary>
internal sealed class FakeControl : IMinerControl
{
    readonly ConcurrentQueue<string> _calls = [];
    readonly HashSet<string> _holders = [];
    readonly Lock _lock = new();
    int _process = 1000;

    /// <summary>What was asked of it, in order: "restart", "without 0000:01:00.0".</summary>
    public string[] Calls => [.. _calls];

    public MinerStatus Miner { get; set; } = new(new(), MinerStates.Running);

    public Desired Desired { get; set; } = new();

    public IReadOnlyList<MinerStatus> Miners { get { lock (_lock) { return [Miner]; } } }

    public event Action? Changed;

    public string? Recovering { get; set; }

    /// <summary>Another process, as after a start.</summary>
    public void Start(Func<MinerStatus, MinerStatus>? change = null)
    {
        lock (_lock)
        {
            Miner = (change?.Invoke(Miner) ?? Miner) with
            {
                ProcessId = ++_process, Api = new(IPAddress.Loopback, 1),
            };
            Miner = Miner with { State = MinerStates.Running };
        }
        Changed?.Invoke();
    }

    Task<bool> DoAsync(string call, Func<MinerStatus, MinerStatus>? change = null)
    {
        _calls.Enqueue(call);
        if (_holders.Count == 0) { Start(change); }
        return Task.FromResult(true);
    }

    public Task<bool> StartAsync(string? name, string reason, CancellationToken cancellation) => DoAsync("start");

    public Task<bool> StopAsync(string? name, string reason, CancellationToken cancellation) => throw new InvalidOperationException("recovery stops nothing for good");

    public Task<bool> RestartAsync(string? name, string reason, CancellationToken cancellation) => DoAsync("restart");

    public Task<bool> RestartWithoutAsync(string name, IReadOnlyCollection<string> busIds, string reason, CancellationToken cancellation) =>
        DoAsync($"without {string.Join(' ', busIds)}", m => m with { Quarantined = [.. m.Quarantined.Union(busIds)] });

    public Task<bool> RestartWithAsync(string name, IReadOnlyCollection<string> busIds, string reason, CancellationToken cancellation) =>
        DoAsync($"with {string.Join(' ', busIds)}", m => m with { Quarantined = [.. m.Quarantined.Except(busIds)] });

    public Task<bool> NextPoolAsync(string name, string reason, CancellationToken cancellation) => DoAsync("next pool", m => m with { Pool = (m.Pool + 1) % m.Pools });

    public Task<bool> HoldAsync(string? name, string holder, string reason, CancellationToken cancellation)
    {
        _calls.Enqueue($"hold {holder}");
        _holders.Add(holder);
        lock (_lock)
        {
            Miner = Miner with { ProcessId = null, Api = null, Reason = reason };
            Miner = Miner with { State = MinerStates.Held };
        }
        return Task.FromResult(true);
    }

    public Task<bool> ReleaseAsync(string? name, string holder, CancellationToken cancellation)
    {
        if (!_holders.Remove(holder)) { return Task.FromResult(true); }
        return DoAsync($"release {holder}");
    }

    public Task<bool> FailAsync(string name, string reason, CancellationToken cancellation) => throw new InvalidOperationException("recovery gives no miner up");
}
