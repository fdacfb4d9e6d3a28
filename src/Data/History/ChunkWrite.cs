namespace BloxOs.Data.History;

/// <summary>A chunk to be written in the place of the one with that name.</summary>
internal sealed record ChunkWrite(ChunkName Name, byte[] Payload);
