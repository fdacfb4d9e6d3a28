namespace BloxOs.Data.Timeline;

/// <summary>What happened to rigs, per rig and in time.</summary>
/// <remarks>Not the audit log: it is not chained, its oldest lines go, and everybody who sees a rig sees its events.</remarks>
public interface ITimeline
{
    /// <summary>Takes an event to the database later, with others. Returns at once; text that is too long is cut. When too many wait, it is dropped and counted.</summary>
    /// <exception cref="ArgumentException">Rig, farm or kind are not what can be stored.</exception>
    void Note(TimelineEvent what);

    /// <summary>Writes what was noted so far; completes when it is durable, or was given up.</summary>
    Task FlushAsync(CancellationToken cancellation);

    /// <summary>Events of a rig, the newest first.</summary>
    /// <exception cref="ArgumentException">The limit is out of its range.</exception>
    Task<IReadOnlyList<TimelineEntry>> FindAsync(TimelineQuery query, CancellationToken cancellation);

    /// <summary>The last change of state before this time: the state in which the rig was then. Null when none is known.</summary>
    Task<TimelineEntry?> StatusAtAsync(string rigId, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Forgets everything about a rig; durable when it completes.</summary>
    Task ForgetAsync(string rigId);

    /// <summary>Deletes events from before that time, at most <paramref name="limit"/>; how many.</summary>
    Task<int> TrimAsync(DateTimeOffset before, int limit, CancellationToken cancellation);

    /// <summary>Deletes the oldest events of rigs that have more than <paramref name="keep"/>, at most <paramref name="limit"/>; how many.</summary>
    Task<int> TrimRigsAsync(int keep, int limit, CancellationToken cancellation);
}
