namespace BloxOs.Agent.Gpus;

/// <summary>One vendor for several readers: one reading at a time, and who needs no fresh one gets the last.</summary>
/// <param name="inner">Reads.</param>
/// <param name="time">Clock of the age.</param>
internal sealed class SharedVendor(IGpuVendor inner, TimeProvider time) : IGpuVendor, IDisposable
{
    readonly SemaphoreSlim _gate = new(1);
    GpuReport? _latest;
    long _readAt;

    /// <inheritdoc/>
    public string Id => inner.Id;

    /// <inheritdoc/>
    public Task<GpuReport> ReadAsync(CancellationToken cancellation) => ReadAsync(TimeSpan.Zero, cancellation);

    /// <summary>The last reading when it is younger than this, else a fresh one.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    public async Task<GpuReport> ReadAsync(TimeSpan young, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_latest is { } latest && time.GetElapsedTime(_readAt) < young) { return latest; }
            var report = await inner.ReadAsync(cancellation);
            (_latest, _readAt) = (report, time.GetTimestamp());
            return report;
        }
        finally { _gate.Release(); }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
