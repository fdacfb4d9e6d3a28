namespace BloxOs.Data.Telemetry;

/// <summary>One sample of one rig, as the history keeps it.</summary>
/// <param name="RigId">Opaque id of the rig.</param>
/// <param name="Sequence">Position in the rig's own count, from 1; with the id it names the sample for ever.</param>
/// <param name="At">When it was read.</param>
/// <param name="Payload">Encoded readings; the first byte is the version of the encoding. At most <see cref="ITelemetryStore.MaxPayloadBytes"/>.</param>
public readonly record struct TelemetrySample(string RigId, long Sequence, DateTimeOffset At, ReadOnlyMemory<byte> Payload);

/// <summary>Append store of samples, from which the history takes them. Runs outside grains; batches many rigs into one transaction.</summary>
public interface ITelemetryStore
{
    /// <summary>Longest payload, bytes.</summary>
    const int MaxPayloadBytes = 64 * 1024;

    /// <summary>Appends; completes when the sample is on disk. A sample that is stored already is left as it is, and that is success.</summary>
    /// <remarks>Calls for one rig are stored in the order in which they were made. The payload must not change until the task completes.</remarks>
    /// <exception cref="TelemetryStoreException">It could not be stored (disk full, database away): nothing of it is kept, try again later.</exception>
    /// <exception cref="ArgumentException">The payload is too long, or the sequence below 1.</exception>
    Task AppendAsync(TelemetrySample sample);

    /// <summary>The highest stored sequence of a rig; 0 for none, also when its samples were packed away it stays what it was.</summary>
    Task<long> HighestSequenceAsync(string rigId, CancellationToken cancellation);

    /// <summary>Samples of one rig in [from, to) that are not packed into the history yet, ordered by sequence, at most <paramref name="limit"/> (1 to 100 000).</summary>
    Task<IReadOnlyList<TelemetrySample>> ReadAsync(string rigId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation);
}

/// <summary>Samples could not be stored.</summary>
public sealed class TelemetryStoreException(string message, Exception inner) : Exception(message, inner);
