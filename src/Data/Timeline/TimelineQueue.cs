using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace BloxOs.Data.Timeline;

/// <summary>Holds events until they are written: a bounded queue, so that no grain ever waits for it.</summary>
internal sealed partial class TimelineQueue : IAsyncDisposable
{
    /// <summary>Most events that wait; a farm of thousands that loses its power is one burst.</summary>
    public const int Capacity = 30_000;

    /// <summary>Most events in one transaction.</summary>
    public const int MaxBatch = 500;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>Tries before a batch is given up: a database that is away for a minute loses nothing.</summary>
    private const int MaxTries = 24;

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource closing = new();
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Func<IReadOnlyList<TimelineEvent>, Task> store;
    private readonly Task pump;
    private long dropped;

    public TimelineQueue(TimeProvider time, ILogger logger, Func<IReadOnlyList<TimelineEvent>, Task> store)
    {
        (this.time, this.logger, this.store) = (time, logger, store);
        pump = Task.Run(PumpAsync);
    }

    public void Add(TimelineEvent what)
    {
        if (!queue.Writer.TryWrite(new(TimelineInput.Fit(what), null)))
            Interlocked.Increment(ref dropped);
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await queue.Writer.WriteAsync(new(null, mark), cancellation);
        }
        catch (ChannelClosedException)
        {
            await pump.WaitAsync(cancellation);
            return;
        }
        await mark.Task.WaitAsync(cancellation);
    }

    /// <summary>Writes what waits, each batch tried once, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await closing.CancelAsync();
        await pump;
        closing.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var (batch, marks) = await TakeAsync();
            if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost)
                LogDropped(lost);
            if (batch.Count > 0)
                await WriteAsync(batch);
            foreach (var mark in marks)
                mark.SetResult();
        }
    }

    private async Task<(List<TimelineEvent> Batch, List<TaskCompletionSource> Marks)> TakeAsync()
    {
        var batch = new List<TimelineEvent>();
        var marks = new List<TaskCompletionSource>();
        Read();
        if (batch.Count < MaxBatch && marks.Count == 0 && !closing.IsCancellationRequested)
        {
            await Task.Delay(Gather, time, closing.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            Read();
        }
        return (batch, marks);

        void Read()
        {
            while (batch.Count < MaxBatch && queue.Reader.TryRead(out var one))
            {
                if (one.Event is { } what)
                    batch.Add(what);
                if (one.Mark is { } mark)
                    marks.Add(mark);
            }
        }
    }

    private async Task WriteAsync(List<TimelineEvent> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store(batch);
                return;
            }
            catch (Exception failure) when (attempt < MaxTries && !closing.IsCancellationRequested)
            {
                LogUnavailable(failure);
                await Task.Delay(Retry, time, closing.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            catch (Exception failure)
            {
                LogLost(failure, batch.Count);
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events of rigs could not be written; it is tried again")]
    private partial void LogUnavailable(Exception failure);

    [LoggerMessage(LogLevel.Error, "{Count} events of rigs could not be written and are lost")]
    private partial void LogLost(Exception failure, int count);

    [LoggerMessage(LogLevel.Warning, "{Count} events of rigs were dropped because too many waited for the database")]
    private partial void LogDropped(long count);

    /// <summary>An event, or somebody who waits until those before him are written.</summary>
    private readonly record struct Waiting(TimelineEvent? Event, TaskCompletionSource? Mark);
}
