using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>A clock that only the test moves, and that tells who waits for it: a loop that has done its work has a timer of its own length.</summary>
internal sealed class PacedTime() : FakeTimeProvider(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero))
{
    readonly Lock _lock = new();
    readonly Dictionary<Timed, TimeSpan> _waiting = [];

    /// <summary>Timers of this length that have not rung.</summary>
    public int Waiting(TimeSpan from, TimeSpan to)
    {
        lock (_lock) { return _waiting.Values.Count(due => due >= from && due <= to); }
    }

    /// <summary>Lengths of all timers that have not rung, for a message.</summary>
    public string Lengths
    {
        get { lock (_lock) { return string.Join(", ", _waiting.Values); } }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timed = new Timed(this, callback, state);
        lock (_lock) { _waiting[timed] = dueTime; }
        timed.Inner = base.CreateTimer(timed.Ring, null, dueTime, period);
        return timed;
    }

    void Done(Timed timer)
    {
        lock (_lock) { _waiting.Remove(timer); }
    }

    sealed class Timed(PacedTime time, TimerCallback callback, object? state) : ITimer
    {
        public ITimer? Inner { get; set; }

        public void Ring(object? ignored)
        {
            time.Done(this);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Inner!.Change(dueTime, period);

        public void Dispose()
        {
            time.Done(this);
            Inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
