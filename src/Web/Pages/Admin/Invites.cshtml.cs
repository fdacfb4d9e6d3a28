using BloxOs.Grains.Identity;
using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Pages.Account;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Admin;

/// <summary>Open invitations to make an account, and their end.</summary>
[NeedsAdmin]
internal sealed class InvitesModel(OneTimeLinks links, AccountInviting inviting, Registrar registrar, IGrainFactory grains) : AccountPage
{
    /// <summary>The oldest first, with the name of who made each.</summary>
    public IReadOnlyList<(AccountInvite Invite, string By)> Invites { get; private set; } = [];

    /// <summary>Whether an invitation to a farm is enough to make an account.</summary>
    public bool FarmInvitesRegister => registrar.FarmInvitesRegister;

    /// <summary>The page.</summary>
    public async Task OnGetAsync()
    {
        var open = await links.InvitesAsync(HttpContext.RequestAborted);
        Invites = await Task.WhenAll(open.Select(async one => (one, (await grains.GetGrain<IUserGrain>(one.ByUserId).Find())?.DisplayName ?? "a deleted account")));
    }

    /// <summary>Ends one.</summary>
    public async Task<IActionResult> OnPostAsync(string? inviteId) =>
        OpaqueId.IsValid(inviteId) && await inviting.RevokeAsync(HttpContext, inviteId) ? LocalRedirect("/admin/users/invites") : NotFound();
}
