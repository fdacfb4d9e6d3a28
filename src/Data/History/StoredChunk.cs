namespace BloxOs.Data.History;

/// <summary>A chunk as it lies in the database.</summary>
/// <param name="Slot">Where it lies.</param>
/// <param name="Payload">Its bytes.</param>
internal readonly record struct StoredChunk(long Slot, byte[] Payload);
