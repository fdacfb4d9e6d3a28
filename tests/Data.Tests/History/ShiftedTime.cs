namespace BloxOs.Data.Tests.History;

/// <summary>A clock that shows what a test says, while timers run as they do.</summary>
internal sealed class ShiftedTime(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset _now = now;

    public void Set(DateTimeOffset now) => _now = now;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;
}
