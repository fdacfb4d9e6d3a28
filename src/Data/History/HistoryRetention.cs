using BloxOs.Data.Jobs;

namespace BloxOs.Data.History;

/// <inheritdoc cref="IHistoryRetention"/>
internal sealed class HistoryRetention(IHistoryStore store, HistoryOptions options, TimeProvider time) : IHistoryRetention
{
    /// <summary>How long a rig must be missing in the directory: it may be on its way into it.</summary>
    static readonly TimeSpan s_grace = TimeSpan.FromMinutes(30);

    const int SubjectsPerTransaction = 500;

    /// <summary>Each has some hundred chunks, and what the rigs send waits while they are deleted.</summary>
    const int ForgottenPerTransaction = 20;

    public async Task<(long Chunks, long Subjects)> TrimAsync(JobLease lease, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        long forgotten = await ForgetGoneAsync(lease, now, cancellation);
        await store.TrimCardsAsync(lease, (now - options.Raw).ToUnixTimeMilliseconds(), cancellation);
        var kept = new (HistoryResolution, long)[]
        {
            (HistoryResolution.Raw, FirstKept(HistoryResolution.Raw, now - options.Raw)),
            (HistoryResolution.FiveMinutes, FirstKept(HistoryResolution.FiveMinutes, now - options.FiveMinutes)),
            (HistoryResolution.Hour, FirstKept(HistoryResolution.Hour, now - options.Hour)),
        };
        long deleted = 0;
        for (long? after = 0; after is { } subject;)
        {
            (after, int chunks) = await store.TrimAsync(lease, kept, subject, SubjectsPerTransaction, cancellation);
            deleted += chunks;
        }
        return (deleted, forgotten);
    }

    async Task<long> ForgetGoneAsync(JobLease lease, DateTimeOffset now, CancellationToken cancellation)
    {
        long forgotten = 0;
        int some;
        do { forgotten += some = await store.ForgetGoneAsync(lease, now.ToUnixTimeMilliseconds(), (now - s_grace).ToUnixTimeMilliseconds(), ForgottenPerTransaction, cancellation); }
        while (some == ForgottenPerTransaction);
        return forgotten;
    }

    // The chunk that reaches over the edge stays.
    static long FirstKept(HistoryResolution resolution, DateTimeOffset oldest) => ChunkKey.SlotOf(resolution, oldest.ToUnixTimeMilliseconds());
}
