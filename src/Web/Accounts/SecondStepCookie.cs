using System.Security.Claims;
using BloxOs.Grains.Users;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace BloxOs.Web.Accounts;

/// <summary>The cookie between the two steps of a sign-in: five minutes, and dead once the account's stamp is another.</summary>
internal sealed class SecondStepCookie(IGrainFactory grains) : CookieAuthenticationEvents
{
    /// <summary>Its name over plain HTTP.</summary>
    public const string Name = "bloxos-second";

    /// <summary>How long the second step may take.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    const string Stamp = "bloxos.stamp";

    public override async Task SigningIn(CookieSigningInContext context) => context.Properties.Items[Stamp] = await StampAsync(context.Principal, context.HttpContext);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var stamp = await StampAsync(context.Principal, context.HttpContext);
        if (stamp is null || !context.Properties.Items.TryGetValue(Stamp, out var then) || then != stamp) { context.RejectPrincipal(); }
    }

    /// <summary>Identity keeps the id under the claim of the name.</summary>
    async Task<string?> StampAsync(ClaimsPrincipal? half, HttpContext http) => half?.FindFirstValue(ClaimTypes.Name) is { } userId
        ? await AccountStore.AskAsync(grains.GetGrain<IUserGrain>(userId).SessionStamp, http.RequestAborted)
        : null;
}
