using BloxOs.Grains.Commands;
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
        .AddSingleton<EnrollmentHandler>()
        .AddSingleton<AgentDrain>()
        .AddSingleton<IRigConnections, RigConnections>()
        .AddSingleton<MinerLogs>()
        .AddHostedService<AgentSweep>();

    /// <summary>The gateway of this silo, as the other silos call it.</summary>
    public static ISiloBuilder AddBloxOsGateway(this ISiloBuilder silo) => silo.AddGrainService<AgentGateway>();

    /// <summary>
    /// The WebSocket for agents. Call it before everything that is for people: what a request passes on its way (sign-in, its services, headers)
    /// lives as long as the connection, and an agent's lives for months. The token decides who comes in.
    /// </summary>
    public static void UseBloxOsGateway(this WebApplication app)
    {
        var handler = app.Services.GetRequiredService<AgentEndpointHandler>();
        var enrollment = app.Services.GetRequiredService<EnrollmentHandler>();
        app.UseWebSockets();
        app.Use(next => context => context.Request.Path.Equals(AgentEndpoint.EnrollPath, StringComparison.Ordinal) ? enrollment.HandleAsync(context) : next(context));
        app.Use(next => context => context.Request.Path.Equals(AgentEndpoint.Path, StringComparison.Ordinal) ? handler.HandleAsync(context) : next(context));
    }
}
