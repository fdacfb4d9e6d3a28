using System.Collections.Immutable;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>The browsers in which a person is signed in, and their end.</summary>
[NeedsSignIn]
internal sealed class SessionsModel(IGrainFactory grains, UserManager<Accounts.Account> users, SignInManager<Accounts.Account> signIn, TimeProvider time,
    IAuditTrail audit) : AccountPage
{
    /// <summary>The last used first.</summary>
    public ImmutableArray<UserSession> Sessions { get; private set; } = [];

    /// <summary>Id of the session of this request.</summary>
    public string? ThisOne => this.Granted().Caller.SessionId;

    /// <summary>To tell ages by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    IUserGrain Grain => grains.GetGrain<IUserGrain>(this.Granted().Caller.UserId);

    /// <summary>The list.</summary>
    public async Task OnGetAsync() => Sessions = await Grain.GetSessions();

    /// <summary>Ends one; the own one is signed out of.</summary>
    public async Task<IActionResult> OnPostEndAsync(string? sessionId)
    {
        if (!OpaqueId.IsValid(sessionId)) { return NotFound(); }
        if (sessionId == ThisOne)
        {
            await audit.DoAsync(HttpContext, Draft("user.sign-out"), signIn.SignOutAsync);
            return LocalRedirect("/sign-in");
        }
        var ended = await audit.DoAsync(HttpContext, Draft("session.end"), () => Grain.EndSession(sessionId), static done => done ? null : "no such session");
        return ended ? LocalRedirect("/account/sessions") : NotFound();
    }

    /// <summary>Ends all but this one.</summary>
    public async Task<IActionResult> OnPostOthersAsync()
    {
        await audit.DoAsync(HttpContext, Draft("session.end-others"), () => Grain.EndSessions(ThisOne));
        return LocalRedirect("/account/sessions");
    }

    /// <summary>Ends everything that this account's password has opened, this browser too.</summary>
    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        var own = await OwnAsync(users);
        await audit.DoAsync(HttpContext, Draft("user.sign-out-everywhere"), () => users.UpdateSecurityStampAsync(own), Refusal);
        await signIn.SignOutAsync();
        return LocalRedirect("/sign-in");
    }

    AuditDraft Draft(string action) => new(action) { UserId = this.Granted().Caller.UserId, Target = this.Granted().Caller.Name };
}
