using System.Security.Claims;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;

namespace BloxOs.Web.Accounts;

/// <summary>Whether the session that a principal names still holds; the user's grain knows.</summary>
internal sealed class SessionCheck(IGrainFactory grains)
{
    /// <summary>Before a request of this session: it counts as used.</summary>
    public Task<bool> UseAsync(ClaimsPrincipal? user, CancellationToken cancellation) =>
        AskAsync(user, static (grain, session, stamp) => grain.UseSession(session, stamp), cancellation);

    /// <summary>The same for a tab that is open only.</summary>
    public Task<bool> HoldsAsync(ClaimsPrincipal? user, CancellationToken cancellation) =>
        AskAsync(user, static (grain, session, stamp) => grain.HasSession(session, stamp), cancellation);

    async Task<bool> AskAsync(ClaimsPrincipal? user, Func<IUserGrain, string, string, Task<bool>> ask, CancellationToken cancellation)
    {
        var userId = user?.FindFirstValue(ClaimTypes.NameIdentifier);
        var stamp = user?.FindFirstValue(SessionClaims.Stamp);
        var session = user?.FindFirstValue(AccessClaims.Session);
        if (!OpaqueId.IsValid(userId) || stamp is null || session is null) { return false; }
        return await AccountStore.AskAsync(() => ask(grains.GetGrain<IUserGrain>(userId), session, stamp), cancellation);
    }
}
