using BloxOs.Data.Audit;

namespace BloxOs.Grains.Audit;

/// <summary>Something that happened to a rig by itself, for the audit log.</summary>
/// <param name="Action">As in <see cref="AuditRecord.Action"/>.</param>
/// <param name="RigId">The rig.</param>
/// <param name="FarmId">Its farm at that time.</param>
/// <param name="RigName">Its name at that time.</param>
/// <param name="At">When it was noticed.</param>
/// <param name="Changes">What changed.</param>
public sealed record RigEvent(string Action, string RigId, string FarmId, string RigName, DateTimeOffset At, IReadOnlyList<AuditChange> Changes);

/// <summary>Takes events of rigs to the audit log, later and in batches. Implemented by the silo.</summary>
public interface IRigEvents
{
    /// <summary>How long a rig must be away before that is an event: a restart of the server or of a router is none for each rig.</summary>
    TimeSpan AwayAfter { get; }

    /// <summary>Returns at once. When too many wait, it is dropped and counted.</summary>
    void Note(RigEvent what);
}
