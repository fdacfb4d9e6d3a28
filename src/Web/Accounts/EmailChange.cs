using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Web.Audit;
using BloxOs.Web.Mail;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Accounts;

/// <summary>
/// Gives a person another e-mail address. Where the server sends mail, the new one counts once its link was opened, so that nobody takes an address that he
/// does not read; the old one is told.
/// </summary>
internal sealed class EmailChange(UserManager<Account> users, OneTimeLinks links, IMailbox mailbox, MailAllowance allowance, IGrainFactory grains, IAuditTrail audit)
{
    /// <summary>Asks for the change of one's own address. The answer's message says why not.</summary>
    /// <returns>Whether a mail has to be opened first, or why nothing happens.</returns>
    public async Task<(bool Mailed, string? Wrong)> AskAsync(Account own, string email, HttpContext http)
    {
        if (!await mailbox.IsOpenAsync(http.RequestAborted)) { return (false, await SetAsync(own, email, http)); }
        if (await users.FindByEmailAsync(email) is { } other && other.UserId != own.UserId) { return (false, Taken); }
        if (await WhyNotMailAsync(own, email, http.RequestAborted) is { } tooMany) { return (false, tooMany); }
        var draft = new AuditDraft("user.email-ask") { UserId = own.UserId, Target = own.Email, Changes = [new("email", own.Email, email)] };
        bool put = await audit.DoAsync(http, draft, () => Task.FromResult(mailbox.TryPut((_, route, _) => WriteAsync(own, email, route))), static put => put ? null : "too much mail waits");
        return put ? (true, null) : (false, "Too much mail waits to be sent. Try again in a few minutes.");
    }

    /// <summary>Whose link it is and to which address it leads; null when it was used or is over.</summary>
    public async Task<(Account Account, string Email)?> FindAsync(string? token, CancellationToken cancellation)
    {
        if (await links.FindAsync(AccountLinkKind.Email, token, cancellation) is not { UserId: { } userId, Email: { } email } link) { return null; }
        var account = await users.FindByIdAsync(userId);
        return account is not null && account.SecurityStamp == link.Stamp ? (account, email) : null;
    }

    /// <summary>Changes it by the link, which is dead after that. Null, or why not.</summary>
    public async Task<string?> UseAsync(string? token, HttpContext http)
    {
        if (await FindAsync(token, http.RequestAborted) is not var (account, email) || await links.UseAsync(AccountLinkKind.Email, token, http.RequestAborted) is null) { return "This link has been used or has expired."; }
        string old = account.Email;
        if (await SetAsync(account, email, http) is { } wrong) { return wrong; }
        mailbox.TryPut((_, route, _) => Task.FromResult<Letter?>(new(old, "Your e-mail address at BloxOs was changed",
            $"""
            You sign in at {route.LinksTo.Host} with {email} from now on.

            If it was not you, tell an administrator of that server at once: somebody else has your account.
            """)));
        return null;
    }

    /// <summary>So many an hour by one person, and so many to one address, whoever asks for them.</summary>
    async Task<string?> WhyNotMailAsync(Account own, string email, CancellationToken cancellation)
    {
        if (!allowance.Take(own.UserId)) { return $"Your account had {MailAllowance.MostPerHour} mails sent within an hour. Try again in an hour."; }
        return EmailAddress.TryNormalise(email, out var address) && await AccountStore.AskAsync(grains.GetGrain<IEmailGrain>(address).BeginMail, cancellation)
            ? null
            : "This address was sent three mails within an hour. Try again in an hour.";
    }

    async Task<string?> SetAsync(Account own, string email, HttpContext http)
    {
        var draft = new AuditDraft("user.email") { UserId = own.UserId, Target = own.Email, Changes = [new("email", own.Email, email)] };
        var changed = await audit.DoAsync(http, draft, () => users.SetEmailAsync(own, email), static one => one.Succeeded ? null : one.Errors.First().Code);
        return changed.Succeeded ? null : Taken;
    }

    async Task<Letter?> WriteAsync(Account own, string email, MailRoute route) => new(email, "Confirm your new e-mail address for BloxOs",
        $"""
        {own.DisplayName} wants to sign in at {route.LinksTo.Host} with this address.

        Confirm it here, within an hour:
        {route.LinkTo($"/confirm-email/{await links.NewEmailAsync(own, email)}")}

        If it was not you, do nothing: nothing changes.
        """);

    const string Taken = "Another account has this e-mail address.";
}
