using BloxOs.Data.Telemetry;

namespace BloxOs.Data.History;

/// <summary>Samples of one rig that wait to be packed, in the order of their sequences.</summary>
internal sealed record RigBacklog(string RigId, List<TelemetrySample> Samples);
