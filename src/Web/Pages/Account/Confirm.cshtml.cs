using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Asks for the password again before something that a borrowed browser must not do. The session gets a new id.</summary>
[NeedsSignIn]
internal sealed class ConfirmModel(PasswordProof proof, SignInManager<Accounts.Account> signIn) : AccountPage
{
    /// <summary>Exactly as typed.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where to go then: a path of this host.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Who is asked.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The form.</summary>
    public async Task OnGetAsync() => Email = (await OwnAsync(signIn.UserManager)).Email;

    /// <summary>Checks it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var own = await OwnAsync(signIn.UserManager);
        Email = own.Email;
        var (answer, account) = await proof.TryAsync(own.Email, Password ?? "", HttpContext);
        if (account is null) { return answer.RetryAfter is null ? Wrong(nameof(Password), "This is not the password.") : Refused(answer); }

        await signIn.SignInAsync(account, isPersistent: true);
        return Onwards(ReturnUrl);
    }
}
