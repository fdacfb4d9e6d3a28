namespace BloxOs.Grains.Farms;

/// <summary>How a change that a person asked for ended.</summary>
[GenerateSerializer, Alias("bloxos.change-outcome")]
public enum ChangeOutcome
{
    /// <summary>Saved.</summary>
    Done,

    /// <summary>Someone else saved since this was read: nothing was changed, read it again.</summary>
    Changed,

    /// <summary>There is no such thing here, or not any more.</summary>
    NotFound,

    /// <summary>It breaks a rule; the reason says which.</summary>
    Refused,
}

/// <summary>The end of a change.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">For people, one sentence; only when refused.</param>
/// <param name="Version">The version that is saved now, of what has one.</param>
[GenerateSerializer, Immutable, Alias("bloxos.change-result")]
public sealed record ChangeResult([property: Id(0)] ChangeOutcome Outcome, [property: Id(1)] string? Reason = null, [property: Id(2)] long Version = 0)
{
    /// <summary>No such thing.</summary>
    public static ChangeResult NotFound { get; } = new(ChangeOutcome.NotFound);

    /// <summary>Saved.</summary>
    public static ChangeResult Done(long version = 0) => new(ChangeOutcome.Done, null, version);

    /// <summary>Someone else was quicker; this version is saved now.</summary>
    public static ChangeResult Changed(long version) => new(ChangeOutcome.Changed, null, version);

    /// <summary>Breaks a rule.</summary>
    public static ChangeResult Refused(string reason) => new(ChangeOutcome.Refused, reason);
}
