using BloxOs.Grains.Links;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>A new password by a one-time link. Ends every session, and signs nobody in: a second factor is still asked for.</summary>
[NeedsNobody]
internal sealed class ResetModel(OneTimeLinks links, UserManager<Accounts.Account> users, PasswordWork work, IAuditTrail audit) : AccountPage
{
    /// <summary>The token of the link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    /// <summary>Exactly as typed.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whose password; null when the link is over.</summary>
    public string? Email { get; private set; }

    /// <summary>The form, or that the link is over.</summary>
    public async Task<IActionResult> OnGetAsync() => await FindAsync() is null ? Over() : Page();

    /// <summary>Sets it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (await FindAsync() is not { } account) { return Over(); }
        if (PasswordRules.Check(Password ?? "", account.Email, account.DisplayName, Request.Host.Host) is { } weak) { return Wrong(nameof(Password), weak); }

        using var place = await work.EnterAsync(HttpContext.RequestAborted);
        if (place is null) { return Refused(SignInAnswer.Busy); }
        var draft = new AuditDraft("user.password-reset") { UserId = account.UserId, Target = account.Email, Changes = [new("password", null, null)] };
        var done = await audit.DoAsync(HttpContext, draft, () => users.ResetPasswordAsync(account, Token!, Password!), Refusal);
        return done.Succeeded ? LocalRedirect("/sign-in?done=reset") : Over();
    }

    async Task<Accounts.Account?> FindAsync()
    {
        if (await links.FindAsync(AccountLinkKind.Reset, Token, HttpContext.RequestAborted) is not { UserId: { } userId } link) { return null; }
        var account = await users.FindByIdAsync(userId);
        if (account is null || account.SecurityStamp != link.Stamp) { return null; }
        Email = account.Email;
        return account;
    }

    Microsoft.AspNetCore.Mvc.RazorPages.PageResult Over()
    {
        Email = null;
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
