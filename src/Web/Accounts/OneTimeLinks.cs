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

    /// <summary>The token of a link with which somebody makes an account of this role.</summary>
    public Task<string> NewInviteAsync(UserRole role) => NewAsync(new() { Kind = AccountLinkKind.Register, Role = role, ExpiresAt = time.GetUtcNow() + InviteLife });

    /// <summary>What the token opens; null when it is none of this kind, was used, or is over.</summary>
    public Task<AccountLink?> FindAsync(AccountLinkKind kind, string? token, CancellationToken cancellation) =>
        AskAsync(kind, token, static (grain, hash) => grain.Find(hash), cancellation);

    /// <summary>The same, for the last time.</summary>
    public Task<AccountLink?> UseAsync(AccountLinkKind kind, string? token, CancellationToken cancellation) =>
        AskAsync(kind, token, static (grain, hash) => grain.Use(hash), cancellation);

    async Task<string> NewAsync(AccountLink link)
    {
        var id = OpaqueId.New();
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
