using BloxOs.Data.Audit;

namespace BloxOs.Web.Audit;

/// <summary>What a handler says about what it is going to do; who, when and from where are added by <see cref="IAuditTrail"/>.</summary>
/// <param name="Action">As noun.verb of a-z, dot and hyphen: "farm.rename".</param>
public sealed record AuditDraft(string Action)
{
    /// <summary>The farm it is about: its managers and owners see the line.</summary>
    public string? FarmId { get; init; }

    /// <summary>The rig it is about.</summary>
    public string? RigId { get; init; }

    /// <summary>The person it is about: he sees the line.</summary>
    public string? UserId { get; init; }

    /// <summary>Name of what it is about, as people know it.</summary>
    public string Target { get; init; } = "";

    /// <summary>Who does it, when the request does not say that yet: somebody who is just signing in.</summary>
    public AuditActor? By { get; init; }

    /// <summary>What changes, in few words for the timeline of the rig: "main added". Null: the names of the fields.</summary>
    public string? Brief { get; init; }

    /// <summary>What changes; of a secret only that it does: <c>new("password", null, null)</c>.</summary>
    public IReadOnlyList<AuditChange> Changes { get; init; } = [];
}
