using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Support;

/// <summary>A clock that only the test moves, and that knows whether somebody waits for it: however slow the machine, nobody misses a step.</summary>
internal sealed class AwaitedTime : FakeTimeProvider
{
    int _timers;
    int _passed;

    /// <summary>Moves on once for each timer that was set; does nothing while no new one is.</summary>
    public void AdvanceWhenAwaited(TimeSpan step)
    {
        if (Volatile.Read(ref _timers) == _passed) { return; }
        _passed++;
        Advance(step);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return timer;
    }
}
