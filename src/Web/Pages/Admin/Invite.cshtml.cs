using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using BloxOs.Web.Pages.Account;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Admin;

/// <summary>A link with which somebody makes an account.</summary>
[NeedsAdmin, NeedsFreshSignIn]
internal sealed class InviteModel(OneTimeLinks links, AccountSettings settings, IAuditTrail audit) : AccountPage
{
    /// <summary>The role of the new account.</summary>
    [BindProperty]
    public UserRole Role { get; set; }

    /// <summary>The link; null before it is made.</summary>
    public string? Link { get; private set; }

    /// <summary>Whether the setting lets nobody make an account.</summary>
    public bool IsClosed => settings.Registration is Registration.Closed;

    /// <summary>Makes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (IsClosed) { return NotFound(); }
        if (!ModelState.IsValid || !Enum.IsDefined(Role)) { return Wrong(nameof(Role), "Choose a role."); }
        var draft = new AuditDraft("user.invite") { Changes = [new("role", null, SessionClaims.NameOf(Role))] };
        var token = await audit.DoAsync(HttpContext, draft, () => links.NewInviteAsync(Role));
        Link = PublicLink.To(settings, HttpContext, $"/register?invite={token}");
        return Page();
    }
}
