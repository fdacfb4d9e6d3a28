using BloxOs.Grains.Farms;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Invites;

/// <summary>Shows an invitation to whoever has its link, and accepts it for who is signed in.</summary>
[NeedsNobody]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class AcceptModel(IGrainFactory grains, FarmInviteLinks links, Registrar registrar, IAuditTrail audit) : PageModel
{
    /// <summary>The token of the link.</summary>
    public string Token { get; private set; } = "";

    /// <summary>What is offered; null when the link is good for nothing.</summary>
    public InviteOffer? Offer { get; private set; }

    /// <summary>Why it was not accepted.</summary>
    public string? Error { get; private set; }

    /// <summary>It names an address that is not this person's.</summary>
    public bool IsForSomeoneElse { get; private set; }

    /// <summary>Who is signed in.</summary>
    public string Email { get; private set; } = "";

    /// <summary>Whether somebody is.</summary>
    public bool IsSignedIn => Caller.Of(User) is not null;

    /// <summary>Whether whoever has no account may make one with this invitation.</summary>
    public bool MayRegister => registrar.FarmInvitesRegister;

    /// <summary>The page.</summary>
    public Task<IActionResult> OnGetAsync(string token) => ShowAsync(token, StatusCodes.Status200OK);

    /// <summary>Accepts it.</summary>
    [NeedsSignIn]
    public async Task<IActionResult> OnPostAsync(string token)
    {
        var caller = this.Granted().Caller;
        if (await FindAsync(token) is not { } shown || await grains.GetGrain<IUserGrain>(caller.UserId).Find() is not { } account) { return await ShowAsync(token, StatusCodes.Status404NotFound); }
        var offer = shown.Offer;
        var draft = new AuditDraft("invite.accept") { FarmId = offer.FarmId, UserId = caller.UserId, Target = offer.FarmName, Changes = [new("level", null, LevelText.Title(offer.Invite.Level))] };
        var result = await audit.DoAsync(HttpContext, draft, () => shown.AcceptAsync(caller.UserId, account.NormalizedEmail), ChangeText.Refusal);
        if (result.Outcome == ChangeOutcome.Done) { return Redirect("/farms/" + offer.FarmId); }
        Error = result.Reason;
        return await ShowAsync(token, result.Outcome == ChangeOutcome.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity);
    }

    async Task<IActionResult> ShowAsync(string token, int status)
    {
        (Token, Offer) = (token, (await FindAsync(token))?.Offer);
        var account = Caller.Of(User) is { } caller ? await grains.GetGrain<IUserGrain>(caller.UserId).Find() : null;
        Email = account?.Email ?? "";
        IsForSomeoneElse = account is not null && Offer?.Invite.Email is { } only && only != account.NormalizedEmail;
        Response.StatusCode = Offer is null ? StatusCodes.Status404NotFound : status;
        return Page();
    }

    Task<ShownInvite?> FindAsync(string token) => links.FindAsync(token, HttpContext.RequestAborted);
}
