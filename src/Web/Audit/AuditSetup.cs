namespace BloxOs.Web.Audit;

/// <summary>Registers what writes down and shows what people do.</summary>
internal static class AuditSetup
{
    /// <summary>Needs the data services.</summary>
    public static IServiceCollection AddBloxOsAudit(this IServiceCollection services) => services.AddSingleton<IAuditTrail, AuditTrail>();
}
