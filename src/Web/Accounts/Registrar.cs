using BloxOs.Grains.Identity;
using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Makes accounts after the first, as the setting says: by invitation, for anybody, for nobody.</summary>
internal sealed class Registrar(
    AccountSettings settings, OneTimeLinks links, UserManager<Account> users, AddressLimit addresses, PasswordWork work, IAuditTrail audit)
{
    /// <summary>Whether the form is shown.</summary>
    public async Task<bool> IsOpenAsync(string? invite, CancellationToken cancellation) => settings.Registration switch
    {
        Registration.Open => true,
        Registration.Invite => await links.FindAsync(AccountLinkKind.Register, invite, cancellation) is not null,
        _ => false,
    };

    /// <summary>Makes one. The fields are checked; the password keeps to the rules.</summary>
    public async Task<(SignInAnswer Answer, Account? Account)> RegisterAsync(string name, string email, string password, string? invite, HttpContext http)
    {
        // Each counts, good ones too: whoever makes accounts by the dozen waits.
        if (addresses.Begin(NetworkAddress.Of(http.Connection.RemoteIpAddress)) is { } wait) { return (SignInAnswer.TooSoon(wait), null); }
        if (await users.FindByEmailAsync(email) is not null) { return (Taken, null); }
        using var place = await work.EnterAsync(http.RequestAborted);
        if (place is null) { return (SignInAnswer.Busy, null); }

        var link = await links.UseAsync(AccountLinkKind.Register, invite, http.RequestAborted);
        if (link is null && settings.Registration is not Registration.Open) { return (Over, null); }
        var account = new Account(new()
        {
            UserId = OpaqueId.New(),
            Email = email.Trim(),
            NormalizedEmail = "",
            DisplayName = name,
            SecurityStamp = "",
            Role = link?.Role ?? UserRole.User,
        });
        var draft = new AuditDraft("user.register") { UserId = account.UserId, Target = account.Email };
        var made = await audit.DoAsync(http, draft, () => users.CreateAsync(account, password), static one => one.Succeeded ? null : one.Errors.First().Code);
        return made.Succeeded ? (SignInAnswer.Done, account) : (Taken, null);
    }

    static SignInAnswer Taken { get; } = new(false, "Another account has this e-mail address. If it is yours, sign in.");

    static SignInAnswer Over { get; } = new(false, "This invitation was used or is over. Ask for another one.");
}
