namespace BloxOs.Data.State;

/// <summary>A stored state: bytes under a key, with a version that counts up with every write.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Data">Null after a clear.</param>
public readonly record struct StoredState(long Version, byte[]? Data);

/// <summary>Versioned key-value states of grains for the embedded database. PostgreSQL uses the provider of Orleans instead.</summary>
public interface IStateStore
{
    /// <summary>The state under this key; null when there never was one.</summary>
    Task<StoredState?> ReadAsync(string key, CancellationToken cancellation);

    /// <summary>Writes when the stored version is the expected one (null: there never was one). Completes after the commit is on disk.</summary>
    /// <returns>The new version, or null when another version is stored: nothing was changed.</returns>
    Task<long?> WriteAsync(string key, long? expectedVersion, byte[] data);

    /// <summary>Forgets the data but keeps a tombstone with the next version.</summary>
    /// <returns>The new version, or null when another version is stored.</returns>
    Task<long?> ClearAsync(string key, long? expectedVersion);
}
