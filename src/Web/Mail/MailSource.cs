using BloxOs.Grains.Mail;
using BloxOs.Silo.Settings;
using BloxOs.Web.Accounts;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Mail;

/// <summary>Says which server takes mail: the one of the process's own settings, else the one that administrators set.</summary>
internal sealed partial class MailSource(MailConfiguration configuration, AccountSettings accounts, IGrainFactory grains, ISecretBox box, ILogger<MailSource> logger)
{
    /// <summary>The process's own settings say it, so that no page can.</summary>
    public MailSettings? Configured => configuration.Settings;

    /// <summary>The address of this server for links, by the process's own settings; null when they do not say.</summary>
    public Uri? ConfiguredAddress => accounts.PublicUrl;

    IMailSettingsGrain Grain => grains.GetGrain<IMailSettingsGrain>(IMailSettingsGrain.Key);

    /// <summary>What administrators set; null when nothing is.</summary>
    public Task<MailOptions?> StoredAsync(CancellationToken cancellation) => AccountStore.AskAsync(Grain.Get, cancellation);

    /// <summary>The way out; null when this server sends no mail.</summary>
    public async Task<MailRoute?> FindAsync(CancellationToken cancellation)
    {
        if (Configured is { } configured) { return accounts.PublicUrl is { } url ? new(configured, url) : null; }
        if (await StoredAsync(cancellation) is not { } stored || (accounts.PublicUrl ?? Address(stored.LinksTo)) is not { } linksTo) { return null; }
        string? password = stored.Password is { } secret ? await OpenAsync(secret, cancellation) : null;
        if (stored.Password is not null && password is null)
        {
            LogUnreadable();
            return null;
        }
        return new(new(stored.Host, stored.Port, stored.Security, stored.User, password, stored.From), linksTo);
    }

    /// <summary>An address of this server that links can lead to; null for what is none.</summary>
    public static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" } ? url : null;

    async Task<string?> OpenAsync(string secret, CancellationToken cancellation)
    {
        string? plain = box.Unprotect(SecretKind.SmtpPassword, secret, out bool isOld);
        if (plain is not null && isOld) { await AccountStore.AskAsync(() => Grain.ReplacePassword(secret, box.Protect(SecretKind.SmtpPassword, plain)), cancellation); }
        return plain;
    }

    [LoggerMessage(LogLevel.Error, "The password of the mail server cannot be read: its key is gone. No mail is sent until an administrator enters it again")]
    partial void LogUnreadable();
}
