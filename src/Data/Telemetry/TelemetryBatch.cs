namespace BloxOs.Data.Telemetry;

/// <summary>Samples that are stored, or fail, together. Guarded by the lock of its batcher until it is taken out.</summary>
internal sealed class TelemetryBatch(long openedAt)
{
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Timestamp of the time provider.</summary>
    public long OpenedAt { get; } = openedAt;

    public List<TelemetrySample> Samples { get; } = [];

    public long Bytes { get; private set; }

    /// <summary>Completes for every caller when the batch is on disk: one task for all is what keeps a sample cheap.</summary>
    public Task Stored => completion.Task;

    /// <summary>Completes when there is nothing more to wait for.</summary>
    public Task Full => full.Task;

    public void Add(TelemetrySample sample)
    {
        Samples.Add(sample);
        Bytes += sample.Payload.Length;
    }

    public void MarkFull() => full.TrySetResult();

    public void Complete() => completion.SetResult();

    public void Fail(TelemetryStoreException failure) => completion.SetException(failure);
}
