using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.Silo.Secrets;

namespace BloxOs.Silo.Gateway;

/// <summary>What every connection of the gateway shares.</summary>
internal sealed record AgentGatewayServices(
    IGrainFactory Grains,
    ILocalSiloDetails Silo,
    ITelemetryStore Telemetry,
    IHistoryCards Cards,
    AgentConnections Connections,
    GatewayMetrics Metrics,
    GatewayOptions Options,
    TextPool Texts,
    TimeProvider Time,
    ILogger<AgentConnection> Logger,
    PoolPasswords? Passwords = null);
