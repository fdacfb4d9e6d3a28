using System.Collections.Immutable;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Links;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Accounts;

/// <summary>Links that open something once. Their token is shown when they are made and kept nowhere.</summary>
internal sealed class OneTimeLinks(IGrainFactory grains, TimeProvider time)
{
    /// <summary>How long a link to a new password lives.</summary>
    public static readonly TimeSpan ResetLife = TimeSpan.FromHours(1);

    /// <summary>How long an invitation to make an account lives.</summary>
    public static readonly TimeSpan InviteLife = TimeSpan.FromDays(7);

    const string Prefix = "bxl_";

    /// <summary>The token of a link with which this person chooses a new password. Dead once his password, role or state changed.</summary>
    public Task<string> NewResetAsync(Account account) => NewAsync(
        new() { Kind = AccountLinkKind.Reset, UserId = account.UserId, Stamp = account.SecurityStamp, ExpiresAt = time.GetUtcNow() + ResetLife });

    /// <summary>The token of a link with which this person takes another address; dead with every change of password, address, role or state.</summary>
    public Task<string> NewEmailAsync(Account account, string email) => NewAsync(
        new() { Kind = AccountLinkKind.Email, UserId = account.UserId, Stamp = account.SecurityStamp, Email = email, ExpiresAt = time.GetUtcNow() + ResetLife });

    /// <summary>An invitation with which somebody makes an account of this role, and its token; null when too many are open.</summary>
    /// <param name="role">Of the new account.</param>
    /// <param name="email">The only address that may use it, normalised; null: whoever has the link.</param>
    /// <param name="byUserId">Who invites.</param>
    public async Task<(AccountInvite Invite, string Token)?> NewInviteAsync(UserRole role, string? email, string byUserId)
    {
        var now = time.GetUtcNow();
        var invite = new AccountInvite(OpaqueId.New(), role, email, byUserId, now, now + InviteLife);
        // Listed first: no link is good that nobody can revoke.
        if (!await AccountStore.AskAsync(() => Invites.Add(invite), CancellationToken.None)) { return null; }
        return (invite, await NewAsync(new() { Kind = AccountLinkKind.Register, Role = role, Email = email, ExpiresAt = invite.ExpiresAt }, invite.LinkId));
    }

    /// <summary>Open invitations to make an account, the oldest first.</summary>
    public Task<ImmutableArray<AccountInvite>> InvitesAsync(CancellationToken cancellation) => AccountStore.AskAsync(Invites.GetInvites, cancellation);

    /// <summary>Ends one; false when there is none with this id.</summary>
    public Task<bool> RevokeInviteAsync(string linkId) => AccountStore.AskAsync(() => Invites.Revoke(linkId), CancellationToken.None);

    /// <summary>What the token opens; null when it is none of this kind, was used, or is over.</summary>
    public Task<AccountLink?> FindAsync(AccountLinkKind kind, string? token, CancellationToken cancellation) =>
        AskAsync(kind, token, static (grain, hash) => grain.Find(hash), cancellation);

    /// <summary>The same, for the last time.</summary>
    public async Task<AccountLink?> UseAsync(AccountLinkKind kind, string? token, CancellationToken cancellation)
    {
        var link = await AskAsync(kind, token, static (grain, hash) => grain.Use(hash), cancellation);
        if (link?.Kind == AccountLinkKind.Register && SecretToken.Parse(Prefix, token) is { } parsed) { await AccountStore.AskAsync(() => Invites.Used(parsed.Id), CancellationToken.None); }
        return link;
    }

    IAccountInvitesGrain Invites => grains.GetGrain<IAccountInvitesGrain>(IAccountInvitesGrain.Key);

    async Task<string> NewAsync(AccountLink link, string? linkId = null)
    {
        var id = linkId ?? OpaqueId.New();
        var token = SecretToken.New(Prefix, id);
        await AccountStore.AskAsync(() => grains.GetGrain<IAccountLinkGrain>(id).Create(link, SecretToken.HashOf(token)), CancellationToken.None);
        return token;
    }

    async Task<AccountLink?> AskAsync(AccountLinkKind kind, string? token, Func<IAccountLinkGrain, byte[], Task<AccountLink?>> ask, CancellationToken cancellation)
    {
        if (SecretToken.Parse(Prefix, token) is not { } parsed) { return null; }
        var link = await AccountStore.AskAsync(() => ask(grains.GetGrain<IAccountLinkGrain>(parsed.Id), parsed.Hash), cancellation);
        return link?.Kind == kind ? link : null;
    }
}
