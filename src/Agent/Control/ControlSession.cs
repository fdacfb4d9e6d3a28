using System.Collections.Concurrent;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>What control has to say over one connection, most urgent first: states of commands, what became of the wanted state, logs that somebody looks at.</summary>
internal sealed class ControlSession : IDisposable
{
    /// <summary>Messages that may go at once.</summary>
    public const int Burst = 24;

    /// <summary>States that may wait. What the server has to know is told again with the next connection; more waits only when it asks faster than it listens.</summary>
    internal const int MostWaiting = 2 * CommandLedger.Capacity;

    /// <summary>Time for one more message, for long: with samples (five a second) and heartbeats it stays within what the gateway allows.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly MinerSupervisor _supervisor;
    readonly CommandExecutor _executor;
    readonly TimeProvider _time;
    readonly LogWatch _logs;
    readonly Signal _wake;
    readonly ConcurrentQueue<CommandState> _states = [];
    volatile bool _tooMany;
    bool _changed = true;
    double _allowance = Burst;
    long _countedAt;
    long _loggedAt;

    public ControlSession(MinerSupervisor supervisor, CommandExecutor executor, TimeProvider time)
    {
        (_supervisor, _executor, _time) = (supervisor, executor, time);
        (_logs, _wake) = (new(supervisor, time), new(time));
        _countedAt = time.GetTimestamp();
        _supervisor.Changed += OnChanged;
        _executor.Told += OnTold;
        foreach (var state in executor.Unconfirmed()) { _states.Enqueue(state); }
    }

    /// <summary>Somebody looks at a log, or looks no more.</summary>
    public void Watch(WatchLog message)
    {
        _logs.Watch(message);
        _wake.Set();
    }

    /// <summary>Speaks until the connection is over.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task RunAsync(MessageWriter writer, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_tooMany) { return; }
            if (Next() is not { } message)
            {
                await _wake.WaitAsync(_logs.Active ? LogWatch.Gap : Patience, cancellation);
                continue;
            }
            if (Wait() is { Ticks: > 0 } pause) { await Task.Delay(pause, _time, cancellation); }
            if (!await writer.SendAsync(message)) { return; }
        }
    }

    byte[]? Next()
    {
        if (_states.TryDequeue(out var state)) { return ProtocolJson.ToUtf8(state); }
        if (Interlocked.Exchange(ref _changed, false)) { return AppliedReport.Of(_supervisor, _time.GetUtcNow()); }
        if (!_logs.Active || (_loggedAt != 0 && _time.GetElapsedTime(_loggedAt) < LogWatch.Gap) || _logs.Next() is not { } lines) { return null; }
        _loggedAt = _time.GetTimestamp();
        return ProtocolJson.ToUtf8(lines);
    }

    /// <summary>Takes one message out of what is allowed; how long to wait before it.</summary>
    TimeSpan Wait()
    {
        long now = _time.GetTimestamp();
        _allowance = Math.Min(Burst, _allowance + (_time.GetElapsedTime(_countedAt, now) / Gap)) - 1;
        _countedAt = now;
        return _allowance >= 0 ? TimeSpan.Zero : -_allowance * Gap;
    }

    void OnChanged()
    {
        Volatile.Write(ref _changed, true);
        _wake.Set();
    }

    void OnTold(CommandState state)
    {
        if (_states.Count < MostWaiting) { _states.Enqueue(state); }
        else { _tooMany = true; }
        _wake.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _supervisor.Changed -= OnChanged;
        _executor.Told -= OnTold;
    }
}
