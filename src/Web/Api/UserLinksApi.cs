using BloxOs.Grains.Identity;
using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using BloxOs.Web.Mail;
using Microsoft.AspNetCore.Identity;

namespace BloxOs.Web.Api;

/// <summary>A link with which a person chooses a new password.</summary>
/// <param name="Path">Of this server. Works once; shown this once.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record PasswordLinkAnswer(string Path, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the secret, so that no log line holds it.</summary>
    public override string ToString() => $"link until {ExpiresAt:u}";
}

/// <summary>An open invitation to make an account.</summary>
/// <param name="Id">To revoke it by; opens nothing.</param>
/// <param name="Role">The role of the new account.</param>
/// <param name="Email">The only address that may use it; null: whoever has the link.</param>
/// <param name="ByUserId">Who invited.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record AccountInviteAnswer(string Id, UserRole Role, string? Email, string ByUserId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>As it stands.</summary>
    public static AccountInviteAnswer Of(AccountInvite invite) => new(invite.LinkId, invite.Role, invite.Email, invite.ByUserId, invite.CreatedAt, invite.ExpiresAt);
}

/// <summary>A new invitation to make an account.</summary>
/// <param name="Invite">The invitation.</param>
/// <param name="Path">Where it is used, on this server. Shown this once.</param>
/// <param name="Mailed">Whether it goes by mail to its address.</param>
internal sealed record AccountInviteMadeAnswer(AccountInviteAnswer Invite, string Path, bool Mailed)
{
    /// <summary>Without the secret, so that no log line holds it.</summary>
    public override string ToString() => $"invitation {Invite.Id}";
}

/// <summary>An invitation to make an account that is wanted.</summary>
/// <param name="Role">The role of the new account.</param>
/// <param name="Email">The only address that may use it; left out: whoever has the link.</param>
internal sealed record AccountInviteInput(UserRole Role = UserRole.User, string? Email = null);

/// <summary>What lets people in and out under <c>/users</c>: invitations, links to a new password, sessions. For administrators with an access token.</summary>
internal static class UserLinksApi
{
    const string Fresh = " Needs a password that was entered less than ten minutes ago.";

    public static void Map(RouteGroupBuilder api)
    {
        var people = api.MapGroup("/users/{userId}").WithTags("Users");
        people.MapPost("/password-link", MakeLink)
            .Operation("usersPasswordLink", "Make a link for a new password", "It works once, for an hour, and is in the answer this once." + Fresh, new NeedsAdminAttribute(), fresh: true)
            .Produces<PasswordLinkAnswer>();
        people.MapDelete("/sessions", EndSessions)
            .Operation("usersEndSessions", "Sign a person out everywhere", "Browsers and access tokens; API keys stay." + Fresh, new NeedsAdminAttribute(), fresh: true)
            .Produces(StatusCodes.Status204NoContent);
        var invites = api.MapGroup("/account-invites").WithTags("Users");
        invites.MapGet("", List).Operation("accountInvitesList", "List open invitations to make an account", "The oldest first; only for administrators, and not through an API key.", new NeedsAdminAttribute())
            .Produces<ApiPage<AccountInviteAnswer>>();
        invites.MapPost("", Invite)
            .Operation("accountInvitesMake", "Invite somebody to make an account", "Where the invitation is used is in the answer, this once. With an e-mail address it is also mailed, where the server sends mail." + Fresh, new NeedsAdminAttribute(), fresh: true)
            .Repeatable().TakesBody().Produces<AccountInviteMadeAnswer>(StatusCodes.Status201Created);
        invites.MapDelete("/{accountInviteId}", Revoke).Operation("accountInvitesRevoke", "Revoke an invitation to make an account", "It cannot be used any more.", new NeedsAdminAttribute())
            .Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> MakeLink(HttpContext http, UserManager<Account> users, IAuditTrail audit, TimeProvider time, string userId)
    {
        if (!OpaqueId.IsValid(userId) || await users.FindByIdAsync(userId) is not { } account) { return ApiProblem.NotFound(); }
        var until = time.GetUtcNow() + OneTimeLinks.ResetLife;
        string token = await audit.DoAsync(http, new AuditDraft("user.reset-link") { UserId = userId, Target = account.Email }, () => users.GeneratePasswordResetTokenAsync(account));
        return TypedResults.Ok(new PasswordLinkAnswer($"/reset/{token}", until));
    }

    static async Task<IResult> EndSessions(HttpContext http, IGrainFactory grains, IAuditTrail audit, string userId)
    {
        if (await UsersApi.FindAsync(grains, userId) is not { } user) { return ApiProblem.NotFound(); }
        await audit.DoAsync(http, new AuditDraft("session.end-all") { UserId = userId, Target = user.Email }, () => grains.GetGrain<IUserGrain>(userId).EndSessions(null));
        return TypedResults.NoContent();
    }

    static async Task<IResult> List(HttpContext http, OneTimeLinks links, [AsParameters] PageQuery page)
    {
        var invites = await links.InvitesAsync(http.RequestAborted);
        return ApiPage.TryCut(invites.Select(AccountInviteAnswer.Of), "createdAt", static i => i.CreatedAt.UtcTicks.ToString("D19", null), static i => i.Id, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Invite(HttpContext http, AccountInviting inviting, AccountSettings settings, AccountInviteInput input)
    {
        string? email = null;
        if (input.Email is not null && !EmailAddress.TryNormalise(input.Email, out email)) { return ApiProblem.Invalid("That is not an e-mail address."); }
        if (settings.Registration is Registration.Closed) { return ApiProblem.Of(StatusCodes.Status409Conflict, "This server lets nobody make an account: its setting BloxOs:Registration is Closed."); }
        return await inviting.InviteAsync(http, input.Role, email) is { } made
            ? TypedResults.Created($"{ApiPath.Root}/account-invites/{made.Invite.LinkId}", new AccountInviteMadeAnswer(AccountInviteAnswer.Of(made.Invite), made.Path, made.Mailed is InviteMailAnswer.Sent))
            : ApiProblem.Of(StatusCodes.Status409Conflict, $"{IAccountInvitesGrain.MaxOpen} invitations are open, which is the most. Revoke some first.");
    }

    static async Task<IResult> Revoke(HttpContext http, AccountInviting inviting, string accountInviteId) =>
        OpaqueId.IsValid(accountInviteId) && await inviting.RevokeAsync(http, accountInviteId) ? TypedResults.NoContent() : ApiProblem.NotFound();
}
