using BloxOs.Silo.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BloxOs.Web.Mail;

/// <summary>Registers what sends mail.</summary>
internal static class MailSetup
{
    /// <summary>Needs the guard of outgoing connections, and the accounts. Null: administrators say which server takes mail, or none does.</summary>
    public static IServiceCollection AddBloxOsMail(this IServiceCollection services, MailSettings? settings)
    {
        services.TryAddSingleton(new MailTrust());
        services.AddSingleton<MailPost>();
        services.AddSingleton(new MailConfiguration(settings));
        services.AddSingleton<MailSource>();
        services.AddSingleton<MailRoom>();
        services.AddSingleton<IMailbox>(static provider => provider.GetRequiredService<MailRoom>());
        services.AddHostedService(static provider => provider.GetRequiredService<MailRoom>());
        services.AddSingleton<MailAllowance>();
        services.AddSingleton<IInviteMail, InvitePost>();
        services.AddSingleton<MailChanges>().AddSingleton<MailTest>();
        return services;
    }
}
