namespace BloxOs.TestServers;

/// <summary>The system's clock, moved ahead at will. Timers and time stamps run on, so that a silo lives on it.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long aheadTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref aheadTicks));
}
