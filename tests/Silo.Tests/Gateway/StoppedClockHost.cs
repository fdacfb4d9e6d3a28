using BloxOs.Silo.Gateway;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>A server whose gateway looks at a clock that only the test moves. Grains and the cluster stay on the system's, which they need to live.</summary>
public sealed class StoppedClockHost : GatewayHost
{
    /// <summary>The gateway's clock.</summary>
    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    protected override void Configure(IServiceCollection services)
    {
        services.Remove(services.Single(s => s.ImplementationType == typeof(AgentSweep)));
        services
            .AddHostedService(provider => ActivatorUtilities.CreateInstance<AgentSweep>(provider, Time))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<AgentGatewayServices>(provider, Time));
    }
}
