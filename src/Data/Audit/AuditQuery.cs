namespace BloxOs.Data.Audit;

/// <summary>Which lines someone may see; null instead of a scope means all.</summary>
/// <param name="FarmIds">Lines about these farms.</param>
/// <param name="UserId">And lines of or about this person; null for nobody's.</param>
public sealed record AuditScope(IReadOnlyCollection<string> FarmIds, string? UserId);

/// <summary>Asks for lines; what is null does not narrow.</summary>
public sealed record AuditQuery
{
    /// <summary>Most lines in one answer.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Only what may be seen; null sees all.</summary>
    public AuditScope? Scope { get; init; }

    /// <summary>About this farm.</summary>
    public string? FarmId { get; init; }

    /// <summary>About this rig.</summary>
    public string? RigId { get; init; }

    /// <summary>By or about this person.</summary>
    public string? UserId { get; init; }

    /// <summary>This action, "farm.rename", or with a dot at the end all of a noun, "farm.".</summary>
    public string? Action { get; init; }

    /// <summary>At this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only lines before this sequence: the next page.</summary>
    public long? Before { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}
