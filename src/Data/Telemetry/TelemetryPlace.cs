namespace BloxOs.Data.Telemetry;

/// <summary>Where a sample lies in the embedded journal.</summary>
/// <param name="Batch">Row of the journal.</param>
/// <param name="Offset">First byte of the payload in it.</param>
/// <param name="Length">Bytes of the payload.</param>
/// <param name="Sequence">The sample's number.</param>
/// <param name="At">When it was read, Unix milliseconds.</param>
internal readonly record struct TelemetryPlace(long Batch, int Offset, int Length, long Sequence, long At);
