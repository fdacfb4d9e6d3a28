using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Mail;
using BloxOs.Web.Pages.Account;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Admin;

/// <summary>A link with which somebody makes an account, mailed where the server can.</summary>
[NeedsAdmin, NeedsFreshSignIn]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class InviteModel(AccountInviting inviting, IMailbox mailbox, AccountSettings settings) : AccountPage
{
    /// <summary>The role of the new account.</summary>
    [BindProperty]
    public UserRole Role { get; set; }

    /// <summary>The only address that may use it, as typed; empty for whoever has the link.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>The link; null before it is made.</summary>
    public string? Link { get; private set; }

    /// <summary>What to do with it.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Whether this server sends mail.</summary>
    public bool SendsMail { get; private set; }

    /// <summary>Whether the setting lets nobody make an account.</summary>
    public bool IsClosed => settings.Registration is Registration.Closed;

    /// <summary>The form.</summary>
    public async Task OnGetAsync() => SendsMail = await mailbox.IsOpenAsync(HttpContext.RequestAborted);

    /// <summary>Makes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (IsClosed) { return NotFound(); }
        await OnGetAsync();
        if (!ModelState.IsValid || !Enum.IsDefined(Role)) { return Wrong(nameof(Role), "Choose a role."); }
        string? email = null;
        if (!string.IsNullOrWhiteSpace(Email) && !EmailAddress.TryNormalise(Email, out email)) { return Wrong(nameof(Email), "This is no e-mail address. Leave it empty for a link that anybody can use once."); }
        if (await inviting.InviteAsync(HttpContext, Role, email) is not { } made) { return Wrong(nameof(Email), "Too many invitations are open: revoke some first."); }
        Link = PublicLink.To(settings, HttpContext, made.Path);
        Words = (email, made.Mailed) switch
        {
            ({ } to, InviteMailAnswer.Sent) => $"On its way to {to}. This is the same link, shown only now; it works once, for seven days.",
            ({ } to, InviteMailAnswer.TooMany) => $"Not mailed: too many invitations went out in the last hour. Send the link to {to} yourself. It works once, for seven days, and is shown only now.",
            ({ } to, _) => $"Send it to {to}, who alone can use it. It works once, for seven days, and is shown only now.",
            _ => "Send it to one person. It works once, for seven days, and is shown only now.",
        };
        return Page();
    }
}
