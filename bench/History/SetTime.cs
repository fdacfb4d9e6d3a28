namespace BloxOs.Bench.History;

/// <summary>A clock that shows what it is set to, while timers run as they do.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
