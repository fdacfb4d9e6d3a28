using System.Threading.Channels;

namespace BloxOs.Agent.Telemetry;

/// <summary>"There is something to do": set by anyone, waited for by one loop; several sets before a wait are one.</summary>
internal sealed class Signal(TimeProvider time)
{
    readonly Channel<bool> _set = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the loop, now or at its next wait.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Waits for a set or for the time to pass; true when it was set.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_set.Reader.TryRead(out _)) { return true; }
        // The source's own timer may ring while it is disposed of; a timer of ours would then meet a source that is gone.
        using var over = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, over.Token);
        try
        {
            await _set.Reader.WaitToReadAsync(limit.Token);
            return _set.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return false; }
    }
}
