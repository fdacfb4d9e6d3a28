using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

/// <summary>A store before another one, which does something about each transaction.</summary>
internal abstract class PassingStore(IHistoryStore inner) : IHistoryStore
{
    /// <summary>A transaction.</summary>
    protected abstract Task<T> WriteAsync<T>(Func<Task<T>> write);

    public Task ApplyAsync(JobLease lease, HistoryChanges changes, CancellationToken cancellation) => WriteAsync(async () =>
    {
        await inner.ApplyAsync(lease, changes, cancellation);
        return true;
    });

    public Task<int> ForgetGoneAsync(JobLease lease, long now, long notedBefore, int limit, CancellationToken cancellation)
        => WriteAsync(() => inner.ForgetGoneAsync(lease, now, notedBefore, limit, cancellation));

    public Task TrimCardsAsync(JobLease lease, long before, CancellationToken cancellation) => WriteAsync(async () =>
    {
        await inner.TrimCardsAsync(lease, before, cancellation);
        return true;
    });

    public Task<(long? Subject, int Deleted)> TrimAsync(
        JobLease lease, IReadOnlyList<(HistoryResolution Resolution, long FirstKept)> kept, long afterSubject, int limit, CancellationToken cancellation)
        => WriteAsync(() => inner.TrimAsync(lease, kept, afterSubject, limit, cancellation));

    public Task<IReadOnlyList<StoredChunk>> ReadAsync(string subject, HistoryResolution resolution, long firstSlot, long lastSlot, CancellationToken cancellation)
        => inner.ReadAsync(subject, resolution, firstSlot, lastSlot, cancellation);

    public Task<Dictionary<ChunkName, byte[]>> ReadAsync(IReadOnlyCollection<ChunkName> names, CancellationToken cancellation) => inner.ReadAsync(names, cancellation);

    public Task<Dictionary<ChunkName, ChunkName>> NearestAsync(IReadOnlyCollection<ChunkName> hours, bool before, CancellationToken cancellation) => inner.NearestAsync(hours, before, cancellation);

    public Task<Dictionary<string, CardLayouts>> CardsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation) => inner.CardsAsync(rigs, cancellation);

    public Task<Dictionary<string, string>> FarmsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation) => inner.FarmsAsync(rigs, cancellation);

    public Task<IJournalPass> BeginPassAsync(CancellationToken cancellation) => inner.BeginPassAsync(cancellation);

    public Task<IReadOnlyList<DirtyHour>> DirtyAsync(bool farms, DirtyHour after, int limit, CancellationToken cancellation) => inner.DirtyAsync(farms, after, limit, cancellation);

    public Task<long?> PositionAsync(string job, CancellationToken cancellation) => inner.PositionAsync(job, cancellation);
}
