using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Where the link in the mail to a new address leads. A button changes it, as programs that look through mail open every link.</summary>
[NeedsNobody]
internal sealed class ConfirmEmailModel(EmailChange change, SignInManager<Accounts.Account> signIn) : AccountPage
{
    /// <summary>The token of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>The new address; null when the link is over.</summary>
    public string? Email { get; private set; }

    /// <summary>Whose it is to be.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What the link does, or that it is over.</summary>
    public async Task<IActionResult> OnGetAsync() => await LoadAsync() is null ? Over() : Page();

    /// <summary>Changes the address. Who is signed in here as this person goes on; everybody else signs in anew.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (await LoadAsync() is not { } account) { return Over(); }
        bool isOwn = Caller.Of(User)?.UserId == account.UserId;
        if (await change.UseAsync(Token, HttpContext) is { } wrong)
        {
            Message = wrong;
            return Wrong();
        }
        if (!isOwn || await signIn.UserManager.FindByIdAsync(account.UserId) is not { } changed) { return LocalRedirect("/sign-in?done=email"); }
        await signIn.SignInAsync(changed, isPersistent: true);
        return LocalRedirect("/account?done=email");
    }

    async Task<Accounts.Account?> LoadAsync()
    {
        if (await change.FindAsync(Token, HttpContext.RequestAborted) is not var (account, email)) { return null; }
        (Email, Name) = (email, account.DisplayName);
        return account;
    }

    Microsoft.AspNetCore.Mvc.RazorPages.PageResult Over()
    {
        Email = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
