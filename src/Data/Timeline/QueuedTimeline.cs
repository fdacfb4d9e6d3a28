using Microsoft.Extensions.Logging;

namespace BloxOs.Data.Timeline;

/// <summary>Takes events over a queue, whatever database they go to.</summary>
internal abstract class QueuedTimeline : ITimeline, IAsyncDisposable
{
    private readonly TimelineQueue queue;

    protected QueuedTimeline(TimeProvider time, ILogger logger) => queue = new TimelineQueue(time, logger, StoreAsync);

    public void Note(TimelineEvent what) => queue.Add(what);

    public Task FlushAsync(CancellationToken cancellation) => queue.FlushAsync(cancellation);

    public abstract Task<IReadOnlyList<TimelineEntry>> FindAsync(TimelineQuery query, CancellationToken cancellation);

    public abstract Task<TimelineEntry?> StatusAtAsync(string rigId, DateTimeOffset at, CancellationToken cancellation);

    public abstract Task ForgetAsync(string rigId);

    public abstract Task<int> TrimAsync(DateTimeOffset before, int limit, CancellationToken cancellation);

    public abstract Task<int> TrimRigsAsync(int keep, int limit, CancellationToken cancellation);

    public ValueTask DisposeAsync() => queue.DisposeAsync();

    /// <summary>Writes them in one transaction.</summary>
    protected abstract Task StoreAsync(IReadOnlyList<TimelineEvent> batch);
}
