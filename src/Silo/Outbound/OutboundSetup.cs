using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Silo.Outbound;

/// <summary>Registers outgoing connections.</summary>
public static class OutboundSetup
{
    /// <summary><see cref="OutboundGuard"/> and <see cref="OutboundHttp"/>.</summary>
    public static IServiceCollection AddBloxOsOutbound(this IServiceCollection services, OutboundAllow allow)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new OutboundGuard(allow, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<OutboundHttp>();
        return services;
    }
}
