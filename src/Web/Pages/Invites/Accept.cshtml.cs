using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Invites;

/// <summary>Shows an invitation to whoever has its link and is signed in, and accepts it for him.</summary>
[NeedsSignIn]
[ResponseCache(NoStore = true)]
internal sealed class AcceptModel(IGrainFactory grains, IAuditTrail audit) : PageModel
{
    /// <summary>What is offered; null when the link is good for nothing.</summary>
    public InviteOffer? Offer { get; private set; }

    /// <summary>Why it was not accepted.</summary>
    public string? Error { get; private set; }

    /// <summary>It names an address that is not this person's.</summary>
    public bool IsForSomeoneElse { get; private set; }

    /// <summary>Who is signed in.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The page.</summary>
    public Task<IActionResult> OnGetAsync(string token) => ShowAsync(token, StatusCodes.Status200OK);

    /// <summary>Accepts it.</summary>
    public async Task<IActionResult> OnPostAsync(string token)
    {
        var caller = this.Granted().Caller;
        if (await FindAsync(token) is not var (invites, hash, offer) || await grains.GetGrain<IUserGrain>(caller.UserId).Find() is not { } account) { return await ShowAsync(token, StatusCodes.Status404NotFound); }
        var draft = new AuditDraft("invite.accept") { FarmId = offer.FarmId, UserId = caller.UserId, Target = offer.FarmName, Changes = [new("level", null, LevelText.Title(offer.Invite.Level))] };
        var result = await audit.DoAsync(HttpContext, draft, () => invites.AcceptInvite(hash, caller.UserId, account.NormalizedEmail), ChangeText.Refusal);
        if (result.Outcome == ChangeOutcome.Done) { return Redirect("/farms/" + offer.FarmId); }
        Error = result.Reason;
        return await ShowAsync(token, result.Outcome == ChangeOutcome.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity);
    }

    async Task<IActionResult> ShowAsync(string token, int status)
    {
        Offer = (await FindAsync(token))?.Offer;
        var account = await grains.GetGrain<IUserGrain>(this.Granted().Caller.UserId).Find();
        Email = account?.Email ?? "";
        IsForSomeoneElse = Offer?.Invite.Email is { } only && only != account?.NormalizedEmail;
        Response.StatusCode = Offer is null ? StatusCodes.Status404NotFound : status;
        return Page();
    }

    async Task<(IFarmInvites Invites, byte[] Hash, InviteOffer Offer)?> FindAsync(string token)
    {
        if (FarmSecret.Parse(FarmSecret.Invite, token) is not { } secret) { return null; }
        var invites = grains.GetGrain<IFarmInvites>(secret.FarmId);
        return await invites.FindInvite(secret.Hash) is { } offer ? (invites, secret.Hash, offer) : null;
    }
}
