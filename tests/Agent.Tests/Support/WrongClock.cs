namespace BloxOs.Agent.Tests.Support;

/// <summary>Time passes as it does; what the clock on the wall shows may be set, as the network does with a rig whose battery is empty.</summary>
internal sealed class WrongClock : TimeProvider
{
    long _ahead;

    /// <summary>How far it is ahead of the real one; may be less than nothing.</summary>
    public TimeSpan Ahead { get => new(Interlocked.Read(ref _ahead)); set => Interlocked.Exchange(ref _ahead, value.Ticks); }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
