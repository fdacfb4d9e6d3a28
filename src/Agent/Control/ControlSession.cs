using System.Collections.Concurrent;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Connection;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>What control has to say over one connection, most urgent first: states of commands, what became of the wanted state, logs that somebody looks at.</summary>
internal sealed class ControlSession : IDisposable
{
    /// <summary>States of commands that may go at once; one more each <see cref="Gap"/>. Nothing else takes of this.</summary>
    public const int StateBurst = 16;

    /// <summary>Other messages that may go at once; one more each <see cref="OtherGap"/>.</summary>
    public const int OtherBurst = 8;

    /// <summary>States that may wait. What the server has to know is told again with the next connection; more waits only when it asks faster than it listens.</summary>
    internal const int MostWaiting = 2 * CommandLedger.Capacity;

    /// <summary>Time for one more state, for long: four a second.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    /// <summary>Time for one more of the others, for long: two a second. With states, history (2.5 a second) and live samples it stays within what the gateway allows.</summary>
    public static readonly TimeSpan OtherGap = TimeSpan.FromMilliseconds(500);

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly MinerSupervisor _supervisor;
    readonly CommandExecutor _executor;
    readonly TimeProvider _time;
    readonly LogWatch _logs;
    readonly Signal _wake;
    readonly ConcurrentQueue<CommandState> _states = [];
    readonly Allowance _stateAllowance, _otherAllowance;
    volatile bool _tooMany;
    bool _changed = true;
    long _loggedAt;

    public ControlSession(MinerSupervisor supervisor, CommandExecutor executor, TimeProvider time)
    {
        (_supervisor, _executor, _time) = (supervisor, executor, time);
        (_logs, _wake) = (new(supervisor, time), new(time));
        (_stateAllowance, _otherAllowance) = (new(StateBurst, Gap, time), new(OtherBurst, OtherGap, time));
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
            if (Next(out var pause) is not { } message)
            {
                await _wake.WaitAsync(pause, cancellation);   // a state that comes meanwhile does not wait for what may not go yet
                continue;
            }
            if (!await writer.SendAsync(message)) { return; }
        }
    }

    byte[]? Next(out TimeSpan pause)
    {
        pause = Patience;
        if (!_states.IsEmpty)
        {
            if (_stateAllowance.Wait is { Ticks: > 0 } wait)
            {
                pause = wait;
                return null;
            }
            _stateAllowance.Take();
            return _states.TryDequeue(out var state) ? ProtocolJson.ToUtf8(state) : null;
        }
        if (_logs.Active) { pause = LogWatch.Gap; }
        if (_otherAllowance.Wait is { Ticks: > 0 } rest)
        {
            pause = rest;
            return null;
        }
        if (Other() is not { } message) { return null; }
        _otherAllowance.Take();
        return message;
    }

    byte[]? Other()
    {
        if (Interlocked.Exchange(ref _changed, false)) { return AppliedReport.Of(_supervisor, _time); }
        if (!_logs.Active || (_loggedAt != 0 && _time.GetElapsedTime(_loggedAt) < LogWatch.Gap) || _logs.Next() is not { } lines) { return null; }
        _loggedAt = _time.GetTimestamp();
        return ProtocolJson.ToUtf8(lines);
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
