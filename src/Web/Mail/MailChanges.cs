using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Mail;
using BloxOs.Grains.Users;
using BloxOs.Silo.Outbound;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Mail;

/// <summary>Checks and saves what administrators say of mail, for the page and the API.</summary>
internal sealed class MailChanges(IGrainFactory grains, MailSource source, OutboundGuard guard, ISecretBox box, IAuditTrail audit)
{
    /// <summary>Why nothing can be set here; null when it can.</summary>
    public string? Locked => source.Configured is null ? null : "This server's own settings (BloxOs:Mail) say which server takes mail: change them there.";

    const int MaxUser = 254, MaxPort = 65535;

    /// <summary>Where mail servers listen. Any other port is for hosts that the person who runs the server allows.</summary>
    static readonly int[] s_ports = [25, 465, 587, 2525];

    IMailSettingsGrain Grain => grains.GetGrain<IMailSettingsGrain>(IMailSettingsGrain.Key);

    /// <summary>Saves it in the place of what is stored.</summary>
    /// <returns>What is wrong with a field, or how the saving ended.</returns>
    public async Task<(MailFault? Fault, ChangeResult Result)> SaveAsync(HttpContext http, MailWish wish, MailOptions? stored)
    {
        if (Fault(wish) is { } fault) { return (fault, ChangeResult.Refused(fault.Words)); }
        var (password, wrong) = Password(wish, stored);
        if (wrong is not null) { return (new(nameof(MailWish.Password), wrong), ChangeResult.Refused(wrong)); }
        var options = new MailOptions
        {
            Host = wish.Host!.Trim(),
            Port = wish.Port,
            Security = wish.Security,
            User = Text(wish.User),
            Password = password,
            From = wish.From!.Trim(),
            LinksTo = source.ConfiguredAddress is null ? MailSource.Address(Text(wish.LinksTo))!.ToString() : null,
            Version = stored?.Version ?? 0,
        };
        var draft = new AuditDraft("mail.change") { Target = options.Host, Changes = Changes(stored, options) };
        return (null, await audit.DoAsync(http, draft, () => AccountStore.AskAsync(() => Grain.Save(options), CancellationToken.None), Refusal));
    }

    /// <summary>Removes it all.</summary>
    public Task<ChangeResult> RemoveAsync(HttpContext http, MailOptions stored) => audit.DoAsync(
        http, new AuditDraft("mail.remove") { Target = stored.Host }, () => AccountStore.AskAsync(() => Grain.Remove(stored.Version), CancellationToken.None), Refusal);

    MailFault? Fault(MailWish wish)
    {
        string? host = Text(wish.Host), user = Text(wish.User);
        if (host is null || host.Length > MailOptions.MaxHost || Uri.CheckHostName(host) is UriHostNameType.Unknown or UriHostNameType.Basic || !host.All(char.IsAscii)) { return new(nameof(wish.Host), "This is no host: a name such as mail.example.org, or an address."); }
        bool allowed = guard.Allow.Has(host);
        if (!allowed && OutboundUrl.Check(host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]/" : $"https://{host}/", guard.Allow) is { } words) { return new(nameof(wish.Host), words); }
        if (wish.Port is < 1 or > MaxPort) { return new(nameof(wish.Port), $"A port is a whole number from 1 to {MaxPort}."); }
        if (!allowed && !s_ports.Contains(wish.Port)) { return new(nameof(wish.Port), $"Mail servers listen on {string.Join(", ", s_ports)}. Any other port must be allowed by the server's setting BloxOs:OutboundAllow."); }
        if (!Enum.IsDefined(wish.Security)) { return new(nameof(wish.Security), "Choose how the way there is encrypted."); }
        if (user?.Length > MaxUser || user?.Any(char.IsControl) == true) { return new(nameof(wish.User), $"A user has at most {MaxUser} characters."); }
        if (user is not null && wish.Security == MailSecurity.None) { return new(nameof(wish.Security), "Without encryption the password could be read on the way: choose STARTTLS or TLS, or empty the user."); }
        if (!EmailAddress.TryNormalise(wish.From, out _)) { return new(nameof(wish.From), "This is no e-mail address."); }
        if (source.ConfiguredAddress is null && MailSource.Address(Text(wish.LinksTo)) is null) { return new(nameof(wish.LinksTo), "Links in e-mails start with it: an address such as https://rigs.example.org, without a path."); }
        return null;
    }

    (string? Stored, string? Wrong) Password(MailWish wish, MailOptions? stored)
    {
        if (!MaskedSecret.TryRead(wish.Password, out var secret, out var wrong)) { return (null, wrong); }
        bool hasUser = Text(wish.User) is not null;
        // Without a user there is no use for one; a mask that still stands in the field is no mistake then.
        if (!hasUser) { return secret.IsKept || secret.IsRemoved ? (null, null) : (null, "Whose password is it? Fill in the user, or empty this."); }
        bool isSame = stored is not null && string.Equals(stored.Host, wish.Host!.Trim(), StringComparison.OrdinalIgnoreCase) && stored.Port == wish.Port;
        if (secret.IsKept && stored?.Password is not null && !isSame) { return (null, $"Enter the password again: the one that is stored is for {stored.Host}:{stored.Port} only."); }
        string? password = secret.Store(stored?.Password, box, SecretKind.SmtpPassword);
        return password is null ? (null, "The user needs a password.") : (password, null);
    }

    static List<AuditChange> Changes(MailOptions? before, MailOptions after)
    {
        var all = new List<AuditChange>
        {
            new("host", before is null ? null : $"{before.Host}:{before.Port}", $"{after.Host}:{after.Port}"),
            new("security", before?.Security.ToString(), after.Security.ToString()),
            new("user", before?.User, after.User),
            new("from", before?.From, after.From),
            new("links", before?.LinksTo, after.LinksTo),
        };
        all.RemoveAll(static one => one.Before == one.After);
        if (before?.Password != after.Password) { all.Add(new("password", null, null)); }
        return all;
    }

    static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    static string? Refusal(ChangeResult result) => result.Outcome is ChangeOutcome.Done ? null : result.Outcome.ToString();
}
