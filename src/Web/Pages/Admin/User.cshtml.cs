using System.Collections.Immutable;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using BloxOs.Web.Pages.Account;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Admin;

/// <summary>One person: role, sessions, a way back in, and the end. Needs a fresh password, as each of these decides who gets in.</summary>
[NeedsAdmin, NeedsFreshSignIn]
internal sealed class UserModel(
    IGrainFactory grains, UserManager<Accounts.Account> users, PersonRemoval removal, AccountSettings settings, IAuditTrail audit, TimeProvider time) : AccountPage
{
    /// <summary>Whom it is about.</summary>
    [BindProperty(SupportsGet = true)]
    public string? UserId { get; set; }

    /// <summary>The person.</summary>
    public UserSummary Person { get; private set; } = null!;

    /// <summary>Where he is signed in.</summary>
    public ImmutableArray<UserSession> Sessions { get; private set; } = [];

    /// <summary>The link that was made just now; shown this once.</summary>
    public string? ResetLink { get; private set; }

    /// <summary>Whether it is the administrator himself.</summary>
    public bool IsOwn => UserId == this.Granted().Caller.UserId;

    /// <summary>Id of the session of this request.</summary>
    public string? ThisOne => this.Granted().Caller.SessionId;

    /// <summary>To tell ages by.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    IUserGrain Grain => grains.GetGrain<IUserGrain>(UserId!);

    IUsersGrain Users => grains.GetGrain<IUsersGrain>(IUsersGrain.Key);

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();

    /// <summary>Another role.</summary>
    public async Task<IActionResult> OnPostRoleAsync(UserRole? role)
    {
        if (!await LoadAsync()) { return NotFound(); }
        if (role is not { } wanted || !Enum.IsDefined(wanted)) { return await RefusedAsync("Choose a role."); }
        if (wanted == Person.Role) { return Again(); }
        var draft = Draft("user.role") with { Changes = [new("role", RoleName(Person.Role), RoleName(wanted))] };
        return await AnswerAsync(await audit.DoAsync(HttpContext, draft, () => Users.SetRole(UserId!, wanted), Why));
    }

    /// <summary>Lets nobody sign in as this person, or lets him again.</summary>
    public async Task<IActionResult> OnPostDisabledAsync(bool disabled)
    {
        if (!await LoadAsync()) { return NotFound(); }
        return await AnswerAsync(await audit.DoAsync(HttpContext, Draft(disabled ? "user.disable" : "user.enable"), () => Users.SetDisabled(UserId!, disabled), Why));
    }

    /// <summary>Ends one session, or all.</summary>
    public async Task<IActionResult> OnPostEndAsync(string? sessionId)
    {
        if (!await LoadAsync()) { return NotFound(); }
        if (sessionId is null) { await audit.DoAsync(HttpContext, Draft("session.end-all"), () => Grain.EndSessions(null)); }
        else if (OpaqueId.IsValid(sessionId)) { await audit.DoAsync(HttpContext, Draft("session.end"), () => Grain.EndSession(sessionId)); }
        return Again();
    }

    /// <summary>Makes a link with which the person chooses a new password.</summary>
    public async Task<IActionResult> OnPostResetLinkAsync()
    {
        if (!await LoadAsync()) { return NotFound(); }
        if (await users.FindByIdAsync(UserId!) is not { } account) { return NotFound(); }
        var token = await audit.DoAsync(HttpContext, Draft("user.reset-link"), () => users.GeneratePasswordResetTokenAsync(account));
        ResetLink = PublicLink.To(settings, HttpContext, $"/reset/{token}");
        return Page();
    }

    /// <summary>Takes the second factor away from a person who lost it.</summary>
    public async Task<IActionResult> OnPostSecondFactorAsync()
    {
        if (!await LoadAsync()) { return NotFound(); }
        if (await users.FindByIdAsync(UserId!) is not { } account) { return NotFound(); }
        var done = await audit.DoAsync(HttpContext, Draft("user.second-factor-removed"), () => RemoveSecondFactorAsync(account), Refusal);
        return done.Succeeded ? Again() : await RefusedAsync(done.Errors.First().Description);
    }

    /// <summary>Deletes the person; the address must be typed.</summary>
    public async Task<IActionResult> OnPostDeleteAsync(string? typed)
    {
        if (!await LoadAsync()) { return NotFound(); }
        if (!string.Equals(typed?.Trim(), Person.Email, StringComparison.OrdinalIgnoreCase)) { return await RefusedAsync($"Type {Person.Email} to delete this person."); }
        var refused = await audit.DoAsync(HttpContext, Draft("user.delete"), () => removal.RemoveAsync(UserId!), static why => why);
        return refused is null ? LocalRedirect("/admin/users") : await RefusedAsync(refused);
    }

    async Task<IdentityResult> RemoveSecondFactorAsync(Accounts.Account account)
    {
        account.Stored = account.Stored with { AuthenticatorKey = null, RecoveryCodes = [] };
        return await users.SetTwoFactorEnabledAsync(account, false);
    }

    async Task<bool> LoadAsync()
    {
        if (!OpaqueId.IsValid(UserId) || await Grain.GetSummary() is not { } person) { return false; }
        (Person, Sessions) = (person, await Grain.GetSessions());
        return true;
    }

    AuditDraft Draft(string action) => new(action) { UserId = UserId, Target = Person.Email };

    async Task<IActionResult> AnswerAsync(UserChange change) => await removal.WordsAsync(change, UserId!) is { } words ? await RefusedAsync(words) : Again();

    async Task<IActionResult> RefusedAsync(string words)
    {
        Message = words;
        if (!await LoadAsync()) { return NotFound(); }
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    /// <summary>Whoever changed his own role or lock is signed out by it.</summary>
    LocalRedirectResult Again() => LocalRedirect($"/admin/users/{UserId}");

    static string? Why(UserChange change) => change is UserChange.Done ? null : change.ToString();

    static string RoleName(UserRole role) => SessionClaims.NameOf(role);
}
