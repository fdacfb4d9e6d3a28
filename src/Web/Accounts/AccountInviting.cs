using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Mail;

namespace BloxOs.Web.Accounts;

/// <summary>An invitation to make an account that was made just now.</summary>
/// <param name="Invite">The invitation.</param>
/// <param name="Path">Where it is used, on this server; holds the secret.</param>
/// <param name="Mailed">Whether it went by mail.</param>
internal sealed record AccountInvited(AccountInvite Invite, string Path, InviteMailAnswer Mailed)
{
    /// <summary>Without the path, so that no log line holds the secret.</summary>
    public override string ToString() => $"invitation {Invite.LinkId}";
}

/// <summary>Makes and ends invitations to make an account, for the page and the API.</summary>
internal sealed class AccountInviting(OneTimeLinks links, IInviteMail mail, IAuditTrail audit)
{
    /// <summary>Makes one; null when too many are open.</summary>
    /// <param name="http">The request of an administrator.</param>
    /// <param name="role">Of the new account.</param>
    /// <param name="email">The only address that may use it, normalised; null: whoever has the link.</param>
    public async Task<AccountInvited?> InviteAsync(HttpContext http, UserRole role, string? email)
    {
        var caller = http.Granted().Caller;
        var draft = new AuditDraft("user.invite") { Target = email ?? "link", Changes = [new("role", null, SessionClaims.NameOf(role))] };
        var made = await audit.DoAsync(http, draft, () => links.NewInviteAsync(role, email, caller.UserId), static made => made is null ? "too many are open" : null);
        if (made is not var (invite, token)) { return null; }
        string path = $"/register?invite={token}";
        var mailed = email is null ? InviteMailAnswer.NoServer : await mail.SendInviteAsync(new(email, null, caller.UserId, caller.Name, path, invite.ExpiresAt), http.RequestAborted);
        return new(invite, path, mailed);
    }

    /// <summary>Ends one; false when there is none with this id.</summary>
    public async Task<bool> RevokeAsync(HttpContext http, string inviteId)
    {
        if ((await links.InvitesAsync(http.RequestAborted)).FirstOrDefault(one => one.LinkId == inviteId) is not { } invite) { return false; }
        return await audit.DoAsync(http, new AuditDraft("user.invite-revoke") { Target = invite.Email ?? "link" }, () => links.RevokeInviteAsync(inviteId), static done => done ? null : "not there any more");
    }
}
