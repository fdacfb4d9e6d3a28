namespace BloxOs.Data.Telemetry;

/// <summary>Where a sample lies in the embedded journal.</summary>
/// <param name="Batch">Row of the journal.</param>
/// <param name="Offset">Its first byte in it.</param>
/// <param name="Length">Its bytes, with its checksum.</param>
/// <param name="At">When it was read, Unix milliseconds.</param>
internal readonly record struct TelemetryPlace(long Batch, int Offset, int Length, long At);
