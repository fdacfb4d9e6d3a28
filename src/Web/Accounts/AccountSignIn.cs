using System.Globalization;
using System.Security.Claims;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Accounts;

/// <summary>Identity's sign-in, which begins and ends the sessions that the user's grain keeps: whoever signs in gets a new one, the old one of this browser is dead.</summary>
internal sealed class AccountSignIn(
    UserManager<Account> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Account> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Account> confirmation,
    IGrainFactory grains, TimeProvider time) : SignInManager<Account>(users, http, claims, options, logger, schemes, confirmation)
{
    public override async Task SignInWithClaimsAsync(Account user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var (oldUser, oldSession) = Current();
        if (oldUser is not null && oldUser != user.UserId) { await EndAsync(); }

        var address = Context.Connection.RemoteIpAddress?.ToString() ?? "";
        var browser = BrowserName.Of(Context.Request.Headers.UserAgent);
        var session = await AccountStore.AskAsync(
            () => grains.GetGrain<IUserGrain>(user.UserId).BeginSession(user.SecurityStamp, address, browser, oldSession), Context.RequestAborted);
        if (session is null) { throw new InvalidOperationException("The account changed while its person signed in."); }

        var now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await base.SignInWithClaimsAsync(
            user, authenticationProperties, [.. additionalClaims, new(AccessClaims.Session, session), new(AccessClaims.Entered, now)]);
    }

    /// <summary>The password was right: this browser may try the second step for five minutes.</summary>
    public Task BeginSecondStepAsync(Account user) => SignInOrTwoFactorAsync(user, isPersistent: true);

    /// <summary>The same session with the account's present name. When the password was entered, and when the session began, stays as it was.</summary>
    public override async Task RefreshSignInAsync(Account user)
    {
        var principal = await CreateUserPrincipalAsync(user);
        ((ClaimsIdentity)principal.Identity!).AddClaims(Context.User.Claims.Where(static one => one.Type is AccessClaims.Session or AccessClaims.Entered));
        var properties = (await Context.AuthenticateAsync(AuthenticationScheme)).Properties;
        await Context.SignInAsync(AuthenticationScheme, principal, properties);
    }

    public override async Task SignOutAsync()
    {
        await EndAsync();
        await base.SignOutAsync();
    }

    async Task EndAsync()
    {
        if (Current() is ({ } userId, { } session))
        {
            await AccountStore.AskAsync(() => grains.GetGrain<IUserGrain>(userId).EndSession(session), Context.RequestAborted);
        }
    }

    (string? UserId, string? Session) Current() =>
        Context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && OpaqueId.IsValid(id) && Context.User.FindFirstValue(AccessClaims.Session) is { } session
            ? (id, session)
            : (null, null);
}
