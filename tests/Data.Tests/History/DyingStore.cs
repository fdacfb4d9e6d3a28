using BloxOs.Data.History;
using BloxOs.Data.Jobs;

namespace BloxOs.Data.Tests.History;

/// <summary>Lets so many transactions through, then its process is gone.</summary>
internal sealed class DyingStore(IHistoryStore inner, int survive) : IHistoryStore
{
    int _left = survive;

    public Task ApplyAsync(JobLease lease, HistoryChanges changes, CancellationToken cancellation)
        => _left-- > 0 ? inner.ApplyAsync(lease, changes, cancellation) : throw new InsufficientMemoryException("The process is gone.");

    public Task<IReadOnlyList<StoredChunk>> ReadAsync(string subject, HistoryResolution resolution, long firstSlot, long lastSlot, CancellationToken cancellation)
        => inner.ReadAsync(subject, resolution, firstSlot, lastSlot, cancellation);

    public Task<Dictionary<ChunkName, byte[]>> ReadAsync(IReadOnlyCollection<ChunkName> names, CancellationToken cancellation) => inner.ReadAsync(names, cancellation);

    public Task<Dictionary<string, CardLayouts>> CardsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation) => inner.CardsAsync(rigs, cancellation);

    public Task<Dictionary<string, string>> FarmsAsync(IReadOnlyCollection<string> rigs, CancellationToken cancellation) => inner.FarmsAsync(rigs, cancellation);

    public Task<IJournalPass> BeginPassAsync(CancellationToken cancellation) => inner.BeginPassAsync(cancellation);

    public Task<IReadOnlyList<DirtyHour>> DirtyAsync(bool farms, DirtyHour after, int limit, CancellationToken cancellation) => inner.DirtyAsync(farms, after, limit, cancellation);

    public Task<long?> PositionAsync(string job, CancellationToken cancellation) => inner.PositionAsync(job, cancellation);

    public Task<int> ForgetGoneAsync(JobLease lease, long now, long notedBefore, int limit, CancellationToken cancellation) => inner.ForgetGoneAsync(lease, now, notedBefore, limit, cancellation);

    public Task TrimCardsAsync(JobLease lease, long before, CancellationToken cancellation) => inner.TrimCardsAsync(lease, before, cancellation);

    public Task<(long? Subject, int Deleted)> TrimAsync(
        JobLease lease, IReadOnlyList<(HistoryResolution Resolution, long FirstKept)> kept, long afterSubject, int limit, CancellationToken cancellation)
        => inner.TrimAsync(lease, kept, afterSubject, limit, cancellation);
}
