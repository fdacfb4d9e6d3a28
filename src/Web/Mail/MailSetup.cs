using BloxOs.Silo.Outbound;
using BloxOs.Silo.Settings;

namespace BloxOs.Web.Mail;

/// <summary>Registers what sends mail.</summary>
internal static class MailSetup
{
    /// <summary>Needs the guard of outgoing connections; null: this server sends none.</summary>
    public static IServiceCollection AddBloxOsMail(this IServiceCollection services, MailSettings? settings)
    {
        services.AddSingleton(provider => new MailRoom(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MailRoom>>(),
            settings is null ? null : new MailPost(settings, provider.GetRequiredService<OutboundGuard>())));
        services.AddSingleton<IMailbox>(static provider => provider.GetRequiredService<MailRoom>());
        services.AddHostedService(static provider => provider.GetRequiredService<MailRoom>());
        return services;
    }
}
