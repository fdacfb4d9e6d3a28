namespace BloxOs.Bench.History;

/// <summary>A clock that shows what it is set to, while timers and time stamps run as they do.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    long _rested;

    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => base.GetTimestamp() + _rested;

    /// <summary>For what measures how long ago something was, so much time has passed.</summary>
    public void Rest(TimeSpan time) => _rested += (long)(time.TotalSeconds * TimestampFrequency);
}
