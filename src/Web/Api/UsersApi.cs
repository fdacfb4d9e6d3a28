using BloxOs.Data.Audit;
using BloxOs.Data.Directory;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Api;

/// <summary>A person in the list.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">As he is called.</param>
internal sealed record UserListEntry(string Id, string Email, string Name);

/// <summary>A person, for administrators.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="Name">As he is called.</param>
/// <param name="Role">What he may do in this installation.</param>
/// <param name="Disabled">Nobody may sign in as him now.</param>
/// <param name="TwoFactorEnabled">A sign-in asks for a one-time code.</param>
/// <param name="Farms">Farms in his list.</param>
/// <param name="Sessions">Where he is signed in.</param>
/// <param name="SeenAt">When one of them was used last; null when there is none.</param>
/// <param name="CreatedAt">When the account was made.</param>
internal sealed record UserAnswer(
    string Id, string Email, string Name, UserRole Role, bool Disabled, bool TwoFactorEnabled, int Farms, int Sessions, DateTimeOffset? SeenAt, DateTimeOffset CreatedAt)
{
    /// <summary>As he is.</summary>
    public static UserAnswer Of(UserSummary user) =>
        new(user.UserId, user.Email, user.DisplayName, user.Role, user.Disabled, user.TwoFactorEnabled, user.Farms, user.Sessions, user.SeenAt, user.CreatedAt);
}

/// <summary>What is to be another; what is left out stays. Each change ends the person's sessions and tokens.</summary>
/// <param name="Role">What he may do in this installation.</param>
/// <param name="Disabled">Nobody may sign in as him.</param>
internal sealed record UserPatchInput(UserRole? Role = null, bool? Disabled = null);

/// <summary><c>/users</c>, for administrators with an access token.</summary>
internal static class UsersApi
{
    const int LongestSearch = 254;

    public static void Map(RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", List).Operation("usersList", "List people", "By e-mail address; only for administrators, and not through an API key.", new NeedsAdminAttribute())
            .Produces<ApiPage<UserListEntry>>();
        users.MapGet("/{userId}", Get).Operation("usersGet", "Get a person", "Only for administrators, and not through an API key.", new NeedsAdminAttribute())
            .Produces<UserAnswer>();
        users.MapPatch("/{userId}", Change)
            .Operation("usersChange", "Change a person's role, or disable them", "The last administrator who can sign in stays one. Needs a password that was entered less than ten minutes ago.", new NeedsAdminAttribute(), fresh: true)
            .TakesBody().Problems(409).Produces<UserAnswer>();
        users.MapDelete("/{userId}", Delete)
            .Operation("usersDelete", "Delete a person", "They leave every farm, and their keys stop working. The last administrator stays, and the only owner of a farm. Needs a password that was entered less than ten minutes ago.", new NeedsAdminAttribute(), fresh: true)
            .Problems(409).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> List(HttpContext http, IUserDirectory directory, string? q, [AsParameters] PageQuery page)
    {
        int limit = page.Limit ?? ApiLimits.DefaultPage;
        if (limit is < 1 or > ApiLimits.MaxPage || q?.Length > LongestSearch || page.Cursor is { Length: 0 or > LongestSearch }) { return ApiProblem.Invalid(PageQuery.Complaint); }
        var found = await directory.UsersAsync(q?.Trim().ToLowerInvariant() ?? "", page.Cursor, limit + 1, http.RequestAborted);
        string? next = found.Count > limit ? found[limit - 1].Email : null;
        return TypedResults.Ok(new ApiPage<UserListEntry>([.. found.Take(limit).Select(static u => new UserListEntry(u.UserId, u.Email, u.Name))], next));
    }

    static async Task<IResult> Get(IGrainFactory grains, string userId) =>
        await FindAsync(grains, userId) is { } user ? TypedResults.Ok(UserAnswer.Of(user)) : ApiProblem.NotFound();

    static async Task<IResult> Delete(HttpContext http, IGrainFactory grains, IAuditTrail audit, PersonRemoval removal, string userId)
    {
        if (await FindAsync(grains, userId) is not { } user) { return ApiProblem.NotFound(); }
        var refused = await audit.DoAsync(http, Draft("user.delete", user), () => removal.RemoveAsync(userId), static why => why);
        return refused is null ? TypedResults.NoContent() : ApiProblem.Of(StatusCodes.Status409Conflict, refused);
    }

    static async Task<IResult> Change(HttpContext http, IGrainFactory grains, IAuditTrail audit, string userId, UserPatchInput input)
    {
        if (await FindAsync(grains, userId) is not { } user) { return ApiProblem.NotFound(); }
        var people = grains.GetGrain<IUsersGrain>(IUsersGrain.Key);
        if (input.Role is { } role && role != user.Role)
        {
            var draft = Draft("user.role", user) with { Changes = [new AuditChange("role", SessionClaims.NameOf(user.Role), SessionClaims.NameOf(role))] };
            if (Problem(await audit.DoAsync(http, draft, () => people.SetRole(userId, role), Refusal)) is { } wrong) { return wrong; }
        }
        if (input.Disabled is { } disabled && disabled != user.Disabled)
        {
            if (Problem(await audit.DoAsync(http, Draft(disabled ? "user.disable" : "user.enable", user), () => people.SetDisabled(userId, disabled), Refusal)) is { } wrong) { return wrong; }
        }
        return await Get(grains, userId);
    }

    /// <summary>The person; null when there is none with this id.</summary>
    internal static async Task<UserSummary?> FindAsync(IGrainFactory grains, string userId) =>
        OpaqueId.IsValid(userId) ? await grains.GetGrain<IUserGrain>(userId).GetSummary() : null;

    static AuditDraft Draft(string action, UserSummary user) => new(action) { UserId = user.UserId, Target = user.Email };

    static string? Refusal(UserChange change) => change == UserChange.Done ? null : change.ToString();

    static IResult? Problem(UserChange change) => change switch
    {
        UserChange.Done => null,
        UserChange.Gone => ApiProblem.NotFound(),
        _ => ApiProblem.Of(StatusCodes.Status409Conflict, PersonRemoval.Words(change)!),
    };
}
