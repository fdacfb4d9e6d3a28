namespace BloxOs.Web.Audit;

/// <summary>Registers what writes down and shows what people do.</summary>
internal static class AuditSetup
{
    /// <summary>Needs the data services and the master key.</summary>
    public static IServiceCollection AddBloxOsAudit(this IServiceCollection services, string dataDirectory) => services
        .AddSingleton<IAuditTrail, AuditTrail>()
        .AddSingleton<AuditSight>()
        .AddSingleton(new AuditAnchorFile(dataDirectory))
        .AddHostedService<AuditAnchors>();
}
