namespace BloxOs.Data.Idempotency;

/// <summary>A request that was sent under a key.</summary>
/// <param name="Fingerprint">SHA-256 of its body, 32 bytes.</param>
/// <param name="Answer">What was answered, as it was given to <see cref="IIdempotencyStore.FinishAsync"/>; null while it is being done, or when nobody knows.</param>
public sealed record IdempotencyEntry(byte[] Fingerprint, string? Answer);

/// <summary>Which requests were done under which key, so that one that is sent twice is done once.</summary>
public interface IIdempotencyStore
{
    /// <summary>Longest key, characters.</summary>
    const int MaxKeyLength = 64;

    /// <summary>Takes the key for this request; durable when it completes. Null when it was free, else what has it.</summary>
    Task<IdempotencyEntry?> TakeAsync(string key, byte[] fingerprint, DateTimeOffset at);

    /// <summary>What has the key; null when it is free.</summary>
    Task<IdempotencyEntry?> FindAsync(string key, CancellationToken cancellation);

    /// <summary>Keeps the answer; durable when it completes.</summary>
    Task FinishAsync(string key, string answer);

    /// <summary>Frees the key: nothing was done.</summary>
    Task ReleaseAsync(string key);

    /// <summary>Frees keys that were taken before this time, at most <paramref name="limit"/>; how many.</summary>
    Task<int> TrimAsync(DateTimeOffset before, int limit);
}
