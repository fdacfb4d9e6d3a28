using System.Threading.RateLimiting;

namespace BloxOs.Web.Accounts;

/// <summary>
/// Room for hashing passwords: one hash costs a tenth of a second of a core and more, so that at most as many run as there are cores, a few
/// wait, and the rest is sent away. Every hash is made while a lease is held.
/// </summary>
internal sealed class PasswordWork : IDisposable
{
    /// <summary>What those who are sent away are told to wait.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    const int WaitingPerCore = 4;

    readonly ConcurrencyLimiter _limiter;

    public PasswordWork() : this(Environment.ProcessorCount)
    {
    }

    internal PasswordWork(int cores) => _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = cores,
        QueueLimit = cores * WaitingPerCore,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>A place to hash in, to be disposed at once after it; null when too many wait already.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellation)
    {
        var lease = await _limiter.AcquireAsync(1, cancellation);
        if (lease.IsAcquired) { return lease; }
        lease.Dispose();
        return null;
    }

    public void Dispose() => _limiter.Dispose();
}
