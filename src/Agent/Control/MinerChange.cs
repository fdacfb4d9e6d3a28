namespace BloxOs.Agent.Control;

/// <summary>Something that is asked of an instance.</summary>
/// <param name="Reason">Why, for people.</param>
internal sealed record MinerChange(string Reason)
{
    /// <summary>Changes what is kept about it.</summary>
    public Func<MinerRecord, MinerRecord> Apply { get; init; } = static r => r;

    /// <summary>Stop it when it runs, whatever else.</summary>
    public bool Restart { get; init; }

    /// <summary>Forget a pause, so that it starts at once.</summary>
    public bool AtOnce { get; init; }
}
