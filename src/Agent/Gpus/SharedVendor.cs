namespace BloxOs.Agent.Gpus;

/// <summary>One vendor for several readers: one reading at a time, and who needs no fresh one gets the last.</summary>
/// <param name="inner">Reads.</param>
/// <param name="time">Clock of the age.</param>
internal sealed class SharedVendor(IGpuVendor inner, TimeProvider time) : IGpuVendor, IDisposable
{
    static readonly GpuReport Suspended = new() { Problem = "its driver is being loaded anew" };

    readonly SemaphoreSlim _gate = new(1);
    GpuReport? _latest;
    long _readAt;
    volatile bool _suspended;

    /// <inheritdoc/>
    public string Id => inner.Id;

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_suspended) { return Suspended; }
            var report = await inner.ReadAsync(cancellation);
            (_latest, _readAt) = (report, time.GetTimestamp());
            return report;
        }
        finally { _gate.Release(); }
    }

    /// <inheritdoc/>
    public Task<GpuReport> ReadHeatAsync(CancellationToken cancellation) => ReadHeatAsync(TimeSpan.Zero, cancellation);

    /// <summary>The last reading when it is younger than this, else the temperatures afresh.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    public async Task<GpuReport> ReadHeatAsync(TimeSpan young, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_suspended) { return Suspended; }
            return _latest is { } latest && time.GetElapsedTime(_readAt) < young ? latest : await inner.ReadHeatAsync(cancellation);
        }
        finally { _gate.Release(); }
    }

    /// <summary>Lets go of the driver and reads nothing until <see cref="Resume"/>. False when the driver is not let go.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    public async Task<bool> ReleaseAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            (_suspended, _latest) = (true, null);
            return await inner.ReleaseAsync(cancellation);
        }
        finally { _gate.Release(); }
    }

    /// <summary>Reads again.</summary>
    public void Resume() => _suspended = false;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
