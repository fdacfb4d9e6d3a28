using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>Makes accounts after the first, as the setting says: by invitation, for anybody, for nobody.</summary>
internal sealed class Registrar(
    AccountSettings settings, OneTimeLinks links, FarmInviteLinks farmInvites, UserManager<Account> users, AddressLimit addresses, PasswordWork work, IAuditTrail audit)
{
    /// <summary>Whether an invitation to a farm is enough to make an account.</summary>
    public bool FarmInvitesRegister => settings.Registration is Registration.Open || (settings.Registration is Registration.Invite && settings.FarmInvitesRegister);

    /// <summary>What the form offers; null when there is none.</summary>
    public async Task<RegistrationOffer?> FindAsync(string? invite, CancellationToken cancellation)
    {
        if (settings.Registration is Registration.Closed) { return null; }
        if (await links.FindAsync(AccountLinkKind.Register, invite, cancellation) is { } link) { return new(link.Role, link.Email, Link: true); }
        if (FarmInvitesRegister && await farmInvites.FindAsync(invite, cancellation) is { } farm) { return new(Email: farm.Offer.Invite.Email, Farm: farm); }
        return settings.Registration is Registration.Open ? new() : null;
    }

    /// <summary>Makes one. The fields are checked; the password keeps to the rules.</summary>
    public async Task<(SignInAnswer Answer, Account? Account)> RegisterAsync(string name, string email, string password, string? invite, HttpContext http)
    {
        // Each counts, good ones too: whoever makes accounts by the dozen waits.
        if (addresses.Begin(NetworkAddress.Of(http.Connection.RemoteIpAddress)) is { } wait) { return (SignInAnswer.TooSoon(wait), null); }
        if (await FindAsync(invite, http.RequestAborted) is not { } offer) { return (Over, null); }
        if (offer.Email is { } only && !(EmailAddress.TryNormalise(email, out var normalised) && normalised == only)) { return (ForAnother, null); }
        if (await users.FindByEmailAsync(email) is not null) { return (Taken, null); }
        using var place = await work.EnterAsync(http.RequestAborted);
        if (place is null) { return (SignInAnswer.Busy, null); }

        var role = UserRole.User;
        if (offer.Link)
        {
            // Another may have been quicker, or it was revoked: only the one who uses it up has its role.
            if (await links.UseAsync(AccountLinkKind.Register, invite, http.RequestAborted) is not { } used) { return (Over, null); }
            role = used.Role;
        }
        var account = New(name, email, role);
        var draft = new AuditDraft("user.register") { UserId = account.UserId, Target = account.Email };
        var made = await audit.DoAsync(http, draft, () => users.CreateAsync(account, password), static one => one.Succeeded ? null : one.Errors.First().Code);
        if (!made.Succeeded) { return (Taken, null); }
        return offer.Farm is null || await JoinAsync(account, offer.Farm, http) ? (SignInAnswer.Done, account) : (Over, null);
    }

    /// <summary>Accepts the invitation to the farm. When another was quicker, or it could not be accepted, the account goes again where an invitation is needed.</summary>
    async Task<bool> JoinAsync(Account account, ShownInvite farm, HttpContext http)
    {
        var draft = new AuditDraft("invite.accept") { FarmId = farm.Offer.FarmId, UserId = account.UserId, Target = farm.Offer.FarmName, Changes = [new("level", null, farm.Offer.Invite.Level.ToString())] };
        try
        {
            var joined = await audit.DoAsync(http, draft, () => farm.AcceptAsync(account.UserId, account.Stored.NormalizedEmail), static one => one.Outcome is ChangeOutcome.Done ? null : one.Outcome.ToString());
            if (joined.Outcome is ChangeOutcome.Done || settings.Registration is Registration.Open) { return true; }
        }
        catch when (settings.Registration is not Registration.Open)
        {
            await UndoAsync(account, http);
            throw;
        }
        await UndoAsync(account, http);
        return false;
    }

    /// <summary>Nobody had this account yet: it goes even where that cannot be written down.</summary>
    async Task UndoAsync(Account account, HttpContext http)
    {
        try { await audit.DoAsync(http, new("user.delete") { UserId = account.UserId, Target = account.Email }, () => users.DeleteAsync(account)); }
        catch (AuditUnavailableException) { await users.DeleteAsync(account); }
    }

    static Account New(string name, string email, UserRole role) => new(new()
    {
        UserId = OpaqueId.New(),
        Email = email.Trim(),
        NormalizedEmail = "",
        DisplayName = name,
        SecurityStamp = "",
        Role = role,
    });

    static SignInAnswer Taken { get; } = new(false, "Another account has this e-mail address. If it is yours, sign in.");

    static SignInAnswer Over { get; } = new(false, "This invitation has been used or has expired. Ask for another one.");

    static SignInAnswer ForAnother { get; } = new(false, "This invitation is for another e-mail address.");
}
