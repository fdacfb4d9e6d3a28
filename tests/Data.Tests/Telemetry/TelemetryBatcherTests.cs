using System.Collections.Concurrent;
using BloxOs.Data.Telemetry;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Data.Tests.Telemetry;

/// <summary>When batches are written: with a clock that the test moves.</summary>
public sealed class TelemetryBatcherTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ConcurrentQueue<long[]> written = new();
    private TaskCompletionSource? hold;

    private TelemetryBatcher New(TelemetryBatching limits) => new(limits, time, async samples =>
    {
        if (hold is { } held)
            await held.Task;
        written.Enqueue([.. samples.Select(s => s.Sequence)]);
    });

    private static TelemetrySample Sample(long sequence, int bytes = 1, string rig = "rig") => new(rig, sequence, default, new byte[bytes]);

    [Fact]
    public async Task Samples_of_one_interval_are_written_together_when_it_is_over()
    {
        await using var batcher = New(new TelemetryBatching { Gather = TimeSpan.FromSeconds(10) });
        var both = Task.WhenAll(batcher.AppendAsync(Sample(1)), batcher.AppendAsync(Sample(2)));
        Assert.Empty(written);
        await Eventually.Async(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return both.IsCompleted;
        }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([[1, 2]], written);
    }

    [Fact]
    public async Task A_full_batch_is_written_at_once_in_order()
    {
        await using var batcher = New(new TelemetryBatching { Gather = TimeSpan.FromDays(1), MaxSamples = 2 });
        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => batcher.AppendAsync(Sample(i))));
        Assert.Equal([[1, 2], [3, 4], [5, 6]], written);
    }

    [Fact]
    public async Task A_batch_that_is_full_by_bytes_is_written_at_once()
    {
        await using var batcher = New(new TelemetryBatching { Gather = TimeSpan.FromDays(1), MaxBytes = 100 });
        await Task.WhenAll(batcher.AppendAsync(Sample(1, 60)), batcher.AppendAsync(Sample(2, 60)));
        Assert.Equal([[1, 2]], written);
    }

    [Theory]
    [InlineData(3, 1_000_000)]
    [InlineData(1_000_000, 3)]
    public async Task More_than_may_wait_is_refused_and_the_rig_is_held_at_the_gap(int samples, int bytes)
    {
        hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var batcher = New(new TelemetryBatching { Gather = TimeSpan.Zero, MaxSamples = 1, MaxWaitingSamples = samples, MaxWaitingBytes = bytes });
        var accepted = Task.WhenAll(Enumerable.Range(1, 3).Select(i => batcher.AppendAsync(Sample(i))));
        await Assert.ThrowsAsync<TelemetryStoreException>(() => batcher.AppendAsync(Sample(4)));
        hold.SetResult();
        await accepted;

        await Assert.ThrowsAsync<TelemetryStoreException>(() => batcher.AppendAsync(Sample(5)));
        await batcher.AppendAsync(Sample(4));
        await batcher.AppendAsync(Sample(5));
        Assert.Equal([1, 2, 3, 4, 5], written.SelectMany(batch => batch));
    }

    [Fact]
    public async Task A_failing_batch_fails_the_ones_behind_it_and_the_next_is_stored()
    {
        hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var batcher = New(new TelemetryBatching { Gather = TimeSpan.Zero, MaxSamples = 1 });
        var tasks = Enumerable.Range(1, 3).Select(i => batcher.AppendAsync(Sample(i))).ToArray();
        hold.SetException(new IOException("No space left on device"));
        foreach (var task in tasks)
            Assert.IsType<IOException>((await Assert.ThrowsAsync<TelemetryStoreException>(() => task)).InnerException);

        hold = null;
        foreach (var i in (int[])[1, 2, 3])
            await batcher.AppendAsync(Sample(i));
        Assert.Equal([1, 2, 3], written.SelectMany(batch => batch));
    }
}
