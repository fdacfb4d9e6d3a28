using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Support;

/// <summary>A clock that only the test moves, and that can show a process that stood still: time has passed and no timer has rung yet.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    long _jumped;

    /// <summary>Time passes, as it seems to a process that was frozen.</summary>
    public void StandStill(TimeSpan span) => Interlocked.Add(ref _jumped, (long)(span.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _jumped);
}
