namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>A packed sample under its number in the store.</summary>
/// <param name="Number">Counts up by one per sample, for as long as the store holds any.</param>
/// <param name="Packed">See <see cref="PackedSample"/>.</param>
internal readonly record struct KeptSample(long Number, byte[] Packed);
