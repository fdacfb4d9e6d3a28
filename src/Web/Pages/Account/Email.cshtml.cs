using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Another e-mail address to sign in with. Ends every other session.</summary>
[NeedsSignIn, NeedsFreshSignIn]
internal sealed class EmailModel(UserManager<Accounts.Account> users, SignInManager<Accounts.Account> signIn, IAuditTrail audit) : AccountPage
{
    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>The form.</summary>
    public async Task OnGetAsync() => Email = (await OwnAsync(users)).Email;

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!EmailAddress.TryNormalise(Email, out _)) { return Wrong(nameof(Email), "This is no e-mail address."); }
        var own = await OwnAsync(users);
        var draft = new AuditDraft("user.email") { UserId = own.UserId, Target = own.Email, Changes = [new("email", own.Email, Email.Trim())] };
        var changed = await audit.DoAsync(HttpContext, draft, () => users.SetEmailAsync(own, Email.Trim()), Refusal);
        if (!changed.Succeeded) { return Wrong(nameof(Email), "Another account has this e-mail address."); }

        await signIn.SignInAsync(own, isPersistent: true);
        return LocalRedirect("/account?done=email");
    }
}
