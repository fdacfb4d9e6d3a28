namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>How the store's numbers become sequences of the wire. Changed for everything that waits at once, so that no sample has to be written again.</summary>
/// <param name="Offset">Sequence minus number.</param>
/// <param name="Agreed">A server has said what it has, and the offset follows from it.</param>
internal readonly record struct Numbering(long Offset, bool Agreed);
