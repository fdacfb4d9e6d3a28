namespace BloxOs.Data.History;

/// <summary>Names a chunk.</summary>
/// <param name="Subject">Id of the rig or farm.</param>
/// <param name="Resolution">How fine.</param>
/// <param name="Slot">Which stretch of time: <see cref="ChunkKey.SlotOf"/>.</param>
internal readonly record struct ChunkName(string Subject, HistoryResolution Resolution, long Slot);
