using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Another e-mail address to sign in with. Ends every other session.</summary>
[NeedsSignIn, NeedsFreshSignIn]
internal sealed class EmailModel(UserManager<Accounts.Account> users, SignInManager<Accounts.Account> signIn, EmailChange change, IMailbox mailbox) : AccountPage
{
    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Whether the new address has to be confirmed by mail.</summary>
    public bool SendsMail { get; private set; }

    /// <summary>Where the mail went that has to be opened now; null when none did.</summary>
    public string? MailedTo { get; private set; }

    /// <summary>The form.</summary>
    public async Task OnGetAsync()
    {
        Email = (await OwnAsync(users)).Email;
        SendsMail = await mailbox.IsOpenAsync(HttpContext.RequestAborted);
    }

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        SendsMail = await mailbox.IsOpenAsync(HttpContext.RequestAborted);
        if (!EmailAddress.TryNormalise(Email, out _)) { return Wrong(nameof(Email), "This is no e-mail address."); }
        var own = await OwnAsync(users);
        if (Email.Trim() == own.Email) { return Wrong(nameof(Email), "This is your address already."); }
        var (mailed, wrong) = await change.AskAsync(own, Email.Trim(), HttpContext);
        if (wrong is not null) { return Wrong(nameof(Email), wrong); }
        if (mailed)
        {
            MailedTo = Email.Trim();
            return Page();
        }
        await signIn.SignInAsync(own, isPersistent: true);
        return LocalRedirect("/account?done=email");
    }
}
