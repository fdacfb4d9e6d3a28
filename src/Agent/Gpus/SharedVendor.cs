namespace BloxOs.Agent.Gpus;

/// <summary>One vendor for several readers: one reading at a time, and one that was just made serves all who ask.</summary>
/// <param name="inner">Reads.</param>
/// <param name="time">Clock of the age.</param>
internal sealed class SharedVendor(IGpuVendor inner, TimeProvider time) : IGpuVendor, IDisposable
{
    /// <summary>A reading this young is given again.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromSeconds(2);

    readonly SemaphoreSlim _gate = new(1);
    GpuReport? _latest;
    long _readAt;

    /// <inheritdoc/>
    public string Id => inner.Id;

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_latest is { } latest && time.GetElapsedTime(_readAt) < Young) { return latest; }
            var report = await inner.ReadAsync(cancellation);
            (_latest, _readAt) = (report, time.GetTimestamp());
            return report;
        }
        finally { _gate.Release(); }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
