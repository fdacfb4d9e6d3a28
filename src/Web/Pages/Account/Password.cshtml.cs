using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>Another password. The form asks for the present one, which is as fresh as it gets. Ends every other session.</summary>
[NeedsSignIn]
internal sealed class PasswordModel(PasswordProof proof, PasswordWork work, SignInManager<Accounts.Account> signIn, IAuditTrail audit) : AccountPage
{
    /// <summary>The present one, exactly as typed.</summary>
    [BindProperty]
    public string? Current { get; set; }

    /// <summary>The new one, exactly as typed.</summary>
    [BindProperty]
    public string? Next { get; set; }

    /// <summary>Whose it is.</summary>
    public string Email { get; private set; } = "";

    /// <summary>The form.</summary>
    public async Task OnGetAsync() => Email = (await OwnAsync(signIn.UserManager)).Email;

    /// <summary>Changes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var own = await OwnAsync(signIn.UserManager);
        Email = own.Email;
        if (PasswordRules.Check(Next ?? "", own.Email, own.DisplayName, Request.Host.Host) is { } weak) { return Wrong(nameof(Next), weak); }
        if (Next == Current) { return Wrong(nameof(Next), "This is the present one."); }
        var (answer, account) = await proof.TryAsync(own.Email, Current ?? "", HttpContext);
        if (account is null) { return answer.RetryAfter is null ? Wrong(nameof(Current), "This is not the password.") : Refused(answer); }

        using (var place = await work.EnterAsync(HttpContext.RequestAborted))
        {
            if (place is null) { return Refused(SignInAnswer.Busy); }
            var draft = new AuditDraft("user.password") { UserId = own.UserId, Target = own.Email, Changes = [new("password", null, null)] };
            var changed = await audit.DoAsync(HttpContext, draft, () => signIn.UserManager.ChangePasswordAsync(account, Current!, Next!), Refusal);
            if (!changed.Succeeded) { return Wrong(nameof(Next), changed); }
        }
        await signIn.SignInAsync(account, isPersistent: true);
        return LocalRedirect("/account?done=password");
    }
}
