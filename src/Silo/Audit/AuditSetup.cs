using BloxOs.Grains.Audit;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Silo.Audit;

/// <summary>Registers the way of rig events to the audit log.</summary>
internal static class AuditSetup
{
    /// <summary>The queue, which grains need. It is emptied where it is also a hosted service.</summary>
    public static IServiceCollection AddRigEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<RigEventQueue>();
        services.TryAddSingleton<IRigEvents>(static provider => provider.GetRequiredService<RigEventQueue>());
        return services;
    }
}
