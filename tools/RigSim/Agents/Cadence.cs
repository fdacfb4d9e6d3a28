using BloxOs.Protocol;
using BloxOs.RigSim.Fleet;

namespace BloxOs.RigSim.Agents;

/// <summary>How often a rig reports: what the options force, else what the server wants, else 10 and 30 s.</summary>
/// <param name="Heartbeat">Between heartbeats.</param>
/// <param name="Stats">Between samples, on the wire.</param>
/// <param name="Nominal">Between samples for the readings: not sped up, so that content does not depend on speed.</param>
internal sealed record Cadence(TimeSpan Heartbeat, TimeSpan Stats, TimeSpan Nominal)
{
    /// <summary>The cadence under these options and settings.</summary>
    public static Cadence Of(FleetOptions options, Settings? settings)
    {
        double heartbeat = options.HeartbeatSeconds ?? Math.Clamp(settings?.HeartbeatSeconds ?? 10, 1, 300);
        double stats = options.StatsSeconds ?? Math.Clamp(settings?.StatsSeconds ?? 30, 1, 3600);
        return new(TimeSpan.FromSeconds(heartbeat / options.Speed), TimeSpan.FromSeconds(stats / options.Speed), TimeSpan.FromSeconds(stats));
    }
}
