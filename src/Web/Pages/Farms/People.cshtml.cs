using BloxOs.Data.Audit;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using BloxOs.Web.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>Who belongs to a farm, and the invitations to it.</summary>
[NeedsFarm(FarmLevel.Viewer)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class PeopleModel(IGrainFactory grains, IAuditTrail audit, IInviteMail mail, AccountSettings settings) : PageModel
{
    const int MaxDays = 30;

    /// <summary>Its people, owners first, then by name.</summary>
    public IReadOnlyList<Person> People { get; private set; } = [];

    /// <summary>Open invitations; only owners see them.</summary>
    public IReadOnlyList<FarmInvite> Invites { get; private set; } = [];

    /// <summary>The link of the invitation that was just made, this once.</summary>
    public string? Link { get; private set; }

    /// <summary>The address that it is for; null for whoever has the link.</summary>
    public string? InvitedEmail { get; private set; }

    /// <summary>Whether it went by e-mail.</summary>
    public InviteMailAnswer Mailed { get; private set; } = InviteMailAnswer.NoServer;

    /// <summary>What to do with the link.</summary>
    public string InviteWords => (InvitedEmail, Mailed) switch
    {
        ({ } to, InviteMailAnswer.Sent) => $"On its way to {to}. This is the same link, shown only now.",
        ({ } to, InviteMailAnswer.TooMany) => $"Not mailed: too many invitations went out in the last hour. Send this link to {to} yourself; it works once and is shown only now.",
        ({ } to, _) => $"This server sends no mail: send this link to {to} yourself. It works once and is shown only now.",
        _ => "Send this link to the person. It works once and is shown only now.",
    };

    /// <summary>The level that was asked for.</summary>
    public FarmLevel InviteLevel { get; private set; } = FarmLevel.Viewer;

    /// <summary>Why nothing was done; null when all is well.</summary>
    public string? Error { get; private set; }

    /// <summary>What is wrong with the invitation that was asked for.</summary>
    public string? InviteError { get; private set; }

    /// <summary>The address as typed.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may share.</summary>
    public bool MayShare => this.Granted().May(FarmLevel.Owner);

    /// <summary>Who looks.</summary>
    public string UserId => this.Granted().Caller.UserId;

    IFarmGrain Farm => grains.GetGrain<IFarmGrain>(FarmId);

    IFarmInvites InvitesOf => grains.GetGrain<IFarmInvites>(FarmId);

    /// <summary>One of the farm's people.</summary>
    internal sealed record Person(string UserId, string Name, string Email, FarmLevel Level);

    /// <summary>The page.</summary>
    public Task OnGetAsync() => LoadAsync();

    /// <summary>Gives a member another level.</summary>
    [NeedsFarm(FarmLevel.Owner)]
    public async Task<IActionResult> OnPostLevelAsync(string? userId, FarmLevel level)
    {
        if (await MemberAsync(userId) is not { } member) { return NotFound(); }
        var draft = Draft("member.level", member) with { Changes = [new AuditChange("level", LevelText.Title(member.Level), LevelText.Title(level))] };
        return await EndAsync(await audit.DoAsync(HttpContext, draft, () => Farm.ChangeLevel(member.UserId, level), ChangeText.Refusal));
    }

    /// <summary>Takes a member out.</summary>
    [NeedsFarm(FarmLevel.Owner)]
    public async Task<IActionResult> OnPostRemoveAsync(string? userId)
    {
        if (await MemberAsync(userId) is not { } member) { return NotFound(); }
        return await EndAsync(await audit.DoAsync(HttpContext, Draft("member.remove", member), () => Farm.RemoveMember(member.UserId), ChangeText.Refusal));
    }

    /// <summary>Leaves.</summary>
    public async Task<IActionResult> OnPostLeaveAsync()
    {
        if (await MemberAsync(UserId) is not { } member) { return NotFound(); }
        var result = await audit.DoAsync(HttpContext, Draft("member.leave", member), () => Farm.RemoveMember(UserId), ChangeText.Refusal);
        return result.Outcome == ChangeOutcome.Done ? Redirect("/") : await EndAsync(result);
    }

    /// <summary>Hands the farm over: that member owns it, this one manages it.</summary>
    [NeedsFarm(FarmLevel.Owner), NeedsFreshSignIn]
    public async Task<IActionResult> OnPostTransferAsync(string? userId)
    {
        if (await MemberAsync(userId) is not { } member) { return NotFound(); }
        return await EndAsync(await audit.DoAsync(HttpContext, Draft("farm.transfer", member), () => Farm.TransferOwnership(UserId, member.UserId), ChangeText.Refusal));
    }

    /// <summary>Makes an invitation, and mails it where the server can.</summary>
    [NeedsFarm(FarmLevel.Owner)]
    public async Task<IActionResult> OnPostInviteAsync(string? email, FarmLevel level, int days)
    {
        (Email, InviteLevel) = (email ?? "", level);
        string? normalised = null;
        if (!string.IsNullOrWhiteSpace(email) && !EmailAddress.TryNormalise(email, out normalised)) { return await WrongInviteAsync("That is not an e-mail address. Leave it empty for a link that anybody can use once."); }
        if (days is < 1 or > MaxDays) { return await WrongInviteAsync($"An invitation is good for 1 to {MaxDays} days."); }
        var request = new InviteRequest(level, normalised, TimeSpan.FromDays(days), UserId);
        var draft = new AuditDraft("invite.create") { FarmId = FarmId, Target = normalised ?? "link", Changes = [new AuditChange("level", null, LevelText.Title(level))] };
        var made = await audit.DoAsync(HttpContext, draft, () => InvitesOf.Invite(request), made => ChangeText.Refusal(made.Result));
        if (made.Token is not { } token || made.Invite is not { } invite) { return await WrongInviteAsync(made.Result.Reason ?? "The farm is not there any more."); }
        string path = $"/invites/{token}";
        (Link, InvitedEmail) = (PublicLink.To(settings, HttpContext, path), normalised);
        if (normalised is not null) { Mailed = await mail.SendInviteAsync(new(normalised, FarmName, UserId, this.Granted().Caller.Name, path, invite.ExpiresAt), HttpContext.RequestAborted); }
        (Email, InviteLevel) = ("", FarmLevel.Viewer);
        await LoadAsync();
        return Page();
    }

    /// <summary>Ends an invitation.</summary>
    [NeedsFarm(FarmLevel.Owner)]
    public async Task<IActionResult> OnPostRevokeAsync(string? inviteId)
    {
        var draft = new AuditDraft("invite.revoke") { FarmId = FarmId, Target = FarmName };
        return await EndAsync(await audit.DoAsync(HttpContext, draft, () => InvitesOf.RevokeInvite(inviteId ?? ""), ChangeText.Refusal));
    }

    async Task<IActionResult> EndAsync(ChangeResult result)
    {
        switch (result.Outcome)
        {
            case ChangeOutcome.Done: return Redirect($"/farms/{FarmId}/people");
            case ChangeOutcome.Refused:
                Error = result.Reason;
                return await WrongAsync();
            default: return NotFound();
        }
    }

    async Task<IActionResult> WrongInviteAsync(string why)
    {
        InviteError = why;
        return await WrongAsync();
    }

    async Task<IActionResult> WrongAsync()
    {
        await LoadAsync();
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    async Task<Person?> MemberAsync(string? userId) =>
        (await Farm.GetMembers()).FirstOrDefault(member => member.UserId == userId) is { } member ? await PersonAsync(member) : null;

    async Task LoadAsync()
    {
        var people = await Task.WhenAll((await Farm.GetMembers()).Select(PersonAsync));
        People = [.. people.OrderByDescending(p => p.Level).ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];
        Invites = MayShare ? await InvitesOf.GetInvites() : [];
    }

    async Task<Person> PersonAsync(FarmMember member)
    {
        var account = await grains.GetGrain<IUserGrain>(member.UserId).Find();
        return new(member.UserId, account?.DisplayName ?? "Deleted account", account?.Email ?? "", member.Level);
    }

    AuditDraft Draft(string action, Person member) => new(action) { FarmId = FarmId, UserId = member.UserId, Target = member.Name };
}
