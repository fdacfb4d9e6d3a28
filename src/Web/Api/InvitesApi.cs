using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Mail;

namespace BloxOs.Web.Api;

/// <summary>An invitation that nobody has accepted yet.</summary>
/// <param name="Id">To revoke it by; opens nothing.</param>
/// <param name="Level">What it gives.</param>
/// <param name="Email">The only address that may accept it; null: whoever has the link.</param>
/// <param name="ByUserId">Who invited.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record InviteAnswer(string Id, FarmLevel Level, string? Email, string ByUserId, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>As it stands.</summary>
    public static InviteAnswer Of(FarmInvite invite) => new(invite.InviteId, invite.Level, invite.Email, invite.ByUserId, invite.CreatedAt, invite.ExpiresAt);
}

/// <summary>A new invitation.</summary>
/// <param name="Invite">The invitation.</param>
/// <param name="Path">Where it is accepted, on this server. Shown this once.</param>
/// <param name="Mailed">Whether it goes by mail to its address.</param>
internal sealed record InviteMadeAnswer(InviteAnswer Invite, string Path, bool Mailed)
{
    /// <summary>Without the secret, so that no log line holds it.</summary>
    public override string ToString() => $"invitation {Invite.Id}";
}

/// <summary>An invitation that is wanted.</summary>
/// <param name="Level">What it gives.</param>
/// <param name="Email">The only address that may accept it; left out: whoever has the link.</param>
/// <param name="Days">How long it is good, 1 to 30.</param>
internal sealed record InviteInput(FarmLevel Level, string? Email = null, int Days = 7);

/// <summary><c>/farms/{farmId}/invites</c>, for owners.</summary>
internal static class InvitesApi
{
    const int MaxDays = 30;

    public static void Map(RouteGroupBuilder api)
    {
        var invites = api.MapGroup("/farms/{farmId}/invites").WithTags("Invitations");
        invites.MapGet("", List).Operation("invitesList", "List open invitations", "The oldest first.", new NeedsFarmAttribute(FarmLevel.Owner))
            .Produces<ApiPage<InviteAnswer>>();
        invites.MapPost("", Make).Operation("invitesMake", "Invite somebody", "The address of the invitation is in the answer, this once. With an e-mail address it is also mailed, where the server sends mail.", new NeedsFarmAttribute(FarmLevel.Owner))
            .Repeatable().TakesBody().Produces<InviteMadeAnswer>(StatusCodes.Status201Created);
        invites.MapDelete("/{inviteId}", Revoke).Operation("invitesRevoke", "Revoke an invitation", "It cannot be accepted any more.", new NeedsFarmAttribute(FarmLevel.Owner))
            .Problems(409).Produces(StatusCodes.Status204NoContent);
    }

    static async Task<IResult> List(IGrainFactory grains, string farmId, [AsParameters] PageQuery page)
    {
        var invites = await grains.GetGrain<IFarmInvites>(farmId).GetInvites();
        return ApiPage.TryCut(invites.Select(InviteAnswer.Of), "createdAt", static i => i.CreatedAt.UtcTicks.ToString("D19", null), static i => i.Id, page, out var cut)
            ? TypedResults.Ok(cut)
            : ApiProblem.Invalid(PageQuery.Complaint);
    }

    static async Task<IResult> Make(HttpContext http, IGrainFactory grains, IAuditTrail audit, IInviteMail mail, string farmId, InviteInput input)
    {
        string? email = null;
        if (input.Email is not null && !EmailAddress.TryNormalise(input.Email, out email)) { return ApiProblem.Invalid("That is not an e-mail address."); }
        if (input.Level < FarmLevel.Viewer || input.Days is < 1 or > MaxDays) { return ApiProblem.Invalid($"The level is viewer, operator, manager or owner, and an invitation is good for 1 to {MaxDays} days."); }
        var request = new InviteRequest(input.Level, email, TimeSpan.FromDays(input.Days), http.Granted().Caller.UserId);
        var draft = new AuditDraft("invite.create") { FarmId = farmId, Target = email ?? "link", Changes = [new AuditChange("level", null, input.Level.ToString())] };
        var made = await audit.DoAsync(http, draft, () => grains.GetGrain<IFarmInvites>(farmId).Invite(request), static made => ApiChange.Refusal(made.Result));
        if (made is not { Invite: { } invite, Token: { } token }) { return ApiChange.Problem(made.Result) ?? ApiProblem.NotFound(); }
        string path = $"/invites/{token}";
        var (granted, mailed) = (http.Granted(), InviteMailAnswer.NoServer);
        if (email is not null) { mailed = await mail.SendInviteAsync(new(email, granted.FarmName, granted.Caller.UserId, granted.Caller.Name, path, invite.ExpiresAt), http.RequestAborted); }
        return TypedResults.Created($"{ApiPath.Root}/farms/{farmId}/invites/{invite.InviteId}", new InviteMadeAnswer(InviteAnswer.Of(invite), path, mailed is InviteMailAnswer.Sent));
    }

    static async Task<IResult> Revoke(HttpContext http, IGrainFactory grains, IAuditTrail audit, string farmId, string inviteId)
    {
        if (!OpaqueId.IsValid(inviteId)) { return ApiProblem.NotFound(); }
        var draft = new AuditDraft("invite.revoke") { FarmId = farmId, Target = http.Granted().FarmName };
        var result = await audit.DoAsync(http, draft, () => grains.GetGrain<IFarmInvites>(farmId).RevokeInvite(inviteId), ApiChange.Refusal);
        return ApiChange.Problem(result) ?? TypedResults.NoContent();
    }
}
