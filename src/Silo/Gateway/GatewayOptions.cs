using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>How the gateway treats agents; section <c>BloxOs:Gateway</c>.</summary>
public sealed record GatewayOptions
{
    /// <summary>Time between heartbeats that agents are asked for, 1 s to 5 min.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between samples that agents are asked for, 1 s to 1 h.</summary>
    public TimeSpan StatsInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most agent sockets of this process; 0 takes what the limit of open files leaves.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Silence after which a rig is stale: 16 s at the default heartbeat, longer for slower ones.</summary>
    public TimeSpan StaleAfter => Longer(RigHealth.StaleAfter, HeartbeatInterval * 1.6);

    /// <summary>Silence after which a rig is offline: 30 s at the default heartbeat.</summary>
    public TimeSpan OfflineAfter => Longer(RigHealth.OfflineAfter, HeartbeatInterval * 3);

    /// <summary>
    /// Samples of history per second of all agents of this process together: 300 rigs that come back at once, each at the most that it may. More rigs
    /// share it, down to one a second for each: it is told at the welcome, so those that came first keep what they were told.
    /// </summary>
    public const int ReplayTogether = 300 * ProtocolLimits.ReplaySamplesPerSecond;

    /// <summary>What an agent is asked for while so many are connected.</summary>
    public Protocol.Settings SettingsFor(int connections) => new()
    {
        HeartbeatSeconds = (int)HeartbeatInterval.TotalSeconds,
        StatsSeconds = (int)StatsInterval.TotalSeconds,
        ReplaySamplesPerSecond = Math.Clamp(ReplayTogether / Math.Max(1, connections), 1, ProtocolLimits.ReplaySamplesPerSecond),
    };

    static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
