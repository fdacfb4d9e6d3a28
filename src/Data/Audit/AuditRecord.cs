namespace BloxOs.Data.Audit;

/// <summary>Who or what acted. Stored as a number: never renumber.</summary>
public enum AuditActorKind
{
    /// <summary>Nobody who is known: a sign-in that failed.</summary>
    Nobody = 0,

    /// <summary>A person in a browser.</summary>
    Session = 1,

    /// <summary>A program with an API key.</summary>
    ApiKey = 2,

    /// <summary>A program with an access token of a person.</summary>
    Token = 3,

    /// <summary>A rig's agent, or the watch over it.</summary>
    Rig = 4,

    /// <summary>BloxOs itself, or whoever runs it by hand.</summary>
    System = 5,
}

/// <summary>Who acted.</summary>
/// <param name="Kind">How it came in.</param>
/// <param name="Id">Id of the person (also behind an API key or a token), or of the rig; empty when there is none.</param>
/// <param name="Name">Display name, with an API key its name.</param>
public sealed record AuditActor(AuditActorKind Kind, string Id, string Name);

/// <summary>One changed field; never a secret: of a secret only that it changed.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Before">Null when there was nothing.</param>
/// <param name="After">Null when there is nothing any more.</param>
public sealed record AuditChange(string Field, string? Before, string? After);

/// <summary>One line of the audit log, before it is written. <see cref="AuditInput"/> has the limits.</summary>
public sealed record AuditRecord
{
    /// <summary>When; kept to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required AuditActor Actor { get; init; }

    /// <summary>What, as noun.verb: "farm.rename".</summary>
    public required string Action { get; init; }

    /// <summary>From which network address; empty when from none.</summary>
    public string Address { get; init; } = "";

    /// <summary>What the browser or program called itself.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The farm it was about.</summary>
    public string? FarmId { get; init; }

    /// <summary>The rig it was about.</summary>
    public string? RigId { get; init; }

    /// <summary>The person it was about.</summary>
    public string? UserId { get; init; }

    /// <summary>Name of what it was about, as it was then.</summary>
    public string Target { get; init; } = "";

    /// <summary>What changed.</summary>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];
}
