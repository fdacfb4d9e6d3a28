namespace BloxOs.Grains.Tests.Users;

/// <summary>The system's clock, moved ahead at will. Timers and time stamps run on, so that a silo lives on it.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    long _aheadTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));
}
