namespace BloxOs.Data.Telemetry;

/// <summary>Gathers samples of all rigs and hands them to the database batch by batch, in order, one batch at a time.</summary>
internal sealed class TelemetryBatcher : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<TelemetryBatch> batches = new();
    private readonly TelemetryGaps gaps = new();
    private readonly SemaphoreSlim opened = new(0);
    private readonly TelemetryBatching limits;
    private readonly TimeProvider time;
    private readonly Func<IReadOnlyList<TelemetrySample>, Task> store;
    private readonly Task pump;
    private TelemetryBatch? open;
    private int waitingSamples;
    private long waitingBytes;
    private bool closing;

    /// <param name="limits">When a batch is written and how much may wait.</param>
    /// <param name="time">Clock for the gathering.</param>
    /// <param name="store">Writes a batch in one transaction.</param>
    public TelemetryBatcher(TelemetryBatching limits, TimeProvider time, Func<IReadOnlyList<TelemetrySample>, Task> store)
    {
        this.limits = limits;
        this.time = time;
        this.store = store;
        pump = Task.Run(PumpAsync);
    }

    /// <summary>Adds to the open batch; the task is that of the whole batch.</summary>
    public Task AppendAsync(in TelemetrySample sample)
    {
        TelemetryInput.Check(sample);
        lock (gate)
        {
            if (closing)
                return Task.FromException(new ObjectDisposedException(nameof(ITelemetryStore), "The telemetry store is closed."));
            if (gaps.Before(sample) is { } missing)
                return Refused($"Sample {missing} of this rig was not stored; send it again first.");
            if (waitingSamples >= limits.MaxWaitingSamples || waitingBytes + sample.Payload.Length > limits.MaxWaitingBytes)
            {
                gaps.Add(sample);
                return Refused("Too many samples are waiting for the database.");
            }
            return Enqueue(sample);
        }
    }

    /// <summary>The rig learns what is stored, and goes on from there.</summary>
    public void Resume(string rigId)
    {
        lock (gate)
            gaps.Forget(rigId);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (!closing)
            {
                closing = true;
                open?.MarkFull();
                opened.Release();
            }
        }
        await pump;
    }

    private static Task Refused(string reason)
        => Task.FromException(new TelemetryStoreException(reason, new InvalidOperationException(reason)));

    private Task Enqueue(in TelemetrySample sample)
    {
        if (open is not { } batch)
        {
            batches.Enqueue(open = batch = new TelemetryBatch(time.GetTimestamp()));
            opened.Release();
        }
        batch.Add(sample);
        waitingSamples++;
        waitingBytes += sample.Payload.Length;
        if (batch.Samples.Count >= limits.MaxSamples || batch.Bytes >= limits.MaxBytes)
        {
            batch.MarkFull();
            open = null;
        }
        return batch.Stored;
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            await opened.WaitAsync();
            TelemetryBatch? batch;
            lock (gate)
                batches.TryPeek(out batch);
            if (batch is not null)
            {
                await GatherAsync(batch);
                await StoreAsync(Take());
            }
            else if (closing)
            {
                return;
            }
        }
    }

    private async Task GatherAsync(TelemetryBatch batch)
    {
        var left = limits.Gather - time.GetElapsedTime(batch.OpenedAt);
        if (left <= TimeSpan.Zero || batch.Full.IsCompleted)
            return;
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(batch.Full, Task.Delay(left, time, enough.Token));
        await enough.CancelAsync();
    }

    private TelemetryBatch Take()
    {
        lock (gate)
        {
            var batch = batches.Dequeue();
            if (open == batch)
                open = null;
            return batch;
        }
    }

    private async Task StoreAsync(TelemetryBatch batch)
    {
        try
        {
            await store(batch.Samples);
        }
        catch (Exception failure)
        {
            Fail(batch, failure);
            return;
        }
        lock (gate)
            Release(batch);
        batch.Complete();
    }

    /// <summary>Fails the batch and all that wait behind it: a later sample of a rig must not be stored before an earlier one.</summary>
    private void Fail(TelemetryBatch batch, Exception cause)
    {
        var failure = new TelemetryStoreException("The database did not take the samples: " + cause.Message, cause);
        List<TelemetryBatch> failed = [batch];
        lock (gate)
        {
            failed.AddRange(batches);
            batches.Clear();
            open = null;
            foreach (var each in failed)
            {
                Release(each);
                foreach (var sample in each.Samples)
                    gaps.Add(sample);
            }
        }
        foreach (var each in failed)
            each.Fail(failure);
    }

    private void Release(TelemetryBatch batch)
    {
        waitingSamples -= batch.Samples.Count;
        waitingBytes -= batch.Bytes;
    }
}
