using BloxOs.Data.Jobs;

namespace BloxOs.Data.History;

/// <summary>The tables of the history; knows nothing of what is in a chunk.</summary>
internal interface IHistoryStore
{
    /// <summary>Chunks of a subject in the order of their slots, both ends included.</summary>
    Task<IReadOnlyList<StoredChunk>> ReadAsync(string subject, HistoryResolution resolution, long firstSlot, long lastSlot, CancellationToken cancellation);

    /// <summary>Those of these chunks that are there.</summary>
    Task<Dictionary<ChunkName, byte[]>> ReadAsync(IReadOnlyCollection<ChunkName> names, CancellationToken cancellation);

    /// <summary>Of each of these hours of samples the nearest one that the rig has samples of: the one before it, or the one behind it. Those without one are missing.</summary>
    Task<Dictionary<ChunkName, ChunkName>> NearestAsync(IReadOnlyCollection<ChunkName> hours, bool before, CancellationToken cancellation);

    /// <summary>The layouts of these rigs' cards; rigs without one are missing.</summary>
    Task<Dictionary<string, CardLayouts>> CardsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation);

    /// <summary>The farms of these rigs, by rig.</summary>
    Task<Dictionary<string, string>> FarmsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation);

    /// <summary>Begins a walk over the samples that wait.</summary>
    Task<IJournalPass> BeginPassAsync(CancellationToken cancellation);

    /// <summary>Hours to be made again that come after that one, in the order of subject and hour.</summary>
    Task<IReadOnlyList<DirtyHour>> DirtyAsync(bool farms, DirtyHour after, int limit, CancellationToken cancellation);

    /// <summary>How far another job is; null when it never got anywhere.</summary>
    Task<long?> PositionAsync(string job, CancellationToken cancellation);

    /// <summary>Writes all of it or nothing, and is a sign of life of the job.</summary>
    /// <exception cref="JobLeaseLostException">Somebody else runs the job by now.</exception>
    Task ApplyAsync(JobLease lease, HistoryChanges changes, CancellationToken cancellation);

    /// <summary>Notes which subjects are in the directory no more, and forgets up to <paramref name="limit"/> of those that were noted before that time.</summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetGoneAsync(JobLease lease, long now, long notedBefore, int limit, CancellationToken cancellation);

    /// <summary>Deletes layouts of cards that another one had taken the place of by then.</summary>
    Task TrimCardsAsync(JobLease lease, long before, CancellationToken cancellation);

    /// <summary>Deletes chunks of slots before these, of at most <paramref name="limit"/> subjects behind one, but samples whose points are not made yet; null when that was the last.</summary>
    Task<(long? Subject, int Deleted)> TrimAsync(JobLease lease, IReadOnlyList<(HistoryResolution Resolution, long FirstKept)> kept, long afterSubject, int limit, CancellationToken cancellation);
}
