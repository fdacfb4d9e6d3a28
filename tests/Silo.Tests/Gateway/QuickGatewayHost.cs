namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A server that notices silence in seconds.</summary>
public sealed class QuickGatewayHost : GatewayHost
{
    public QuickGatewayHost() => Options = new()
    {
        HeartbeatInterval = TimeSpan.FromSeconds(1),
        StatsInterval = TimeSpan.FromSeconds(1),
        LeastStale = TimeSpan.FromSeconds(2.5),
        LeastOffline = TimeSpan.FromSeconds(6),
    };
}
