using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>Registers and maps the gateway for agents.</summary>
public static class GatewaySetup
{
    /// <summary>Its services; the silo's are needed beside them.</summary>
    public static IServiceCollection AddBloxOsGateway(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(options)
        .AddSingleton<AgentConnections>()
        .AddSingleton<GatewayMetrics>()
        .AddSingleton(_ => new TextPool())
        .AddSingleton<FailureLimiter>()
        .AddSingleton<AgentGatewayServices>()
        .AddSingleton<AgentEndpointHandler>()
        .AddSingleton<AgentDrain>()
        .AddSingleton<IRigConnections, RigConnections>()
        .AddHostedService<AgentSweep>();

    /// <summary>The gateway of this silo, as the other silos call it.</summary>
    public static ISiloBuilder AddBloxOsGateway(this ISiloBuilder silo) => silo.AddGrainService<AgentGateway>();

    /// <summary>The WebSocket endpoint for agents. Anonymous for the web's sign-in: the token decides.</summary>
    public static void MapBloxOsGateway(this IEndpointRouteBuilder app)
    {
        var handler = app.ServiceProvider.GetRequiredService<AgentEndpointHandler>();
        app.Map(AgentEndpoint.Path, handler.HandleAsync).AllowAnonymous();
    }
}
