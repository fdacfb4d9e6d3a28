using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>The end of a person's own account. Asks for the password, and for every farm to have another owner.</summary>
[NeedsSignIn]
internal sealed class DeleteModel(PasswordProof proof, PersonRemoval removal, SignInManager<Accounts.Account> signIn, IAuditTrail audit) : AccountPage
{
    /// <summary>Exactly as typed.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whose it is.</summary>
    public string Email { get; private set; } = "";

    /// <summary>Farms that come first.</summary>
    public IReadOnlyList<SoleFarm> SoleFarms { get; private set; } = [];

    /// <summary>The form, or the farms.</summary>
    public Task OnGetAsync() => LoadAsync();

    /// <summary>Deletes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var own = await LoadAsync();
        if (SoleFarms.Count > 0) { return Conflict(null); }
        var (answer, account) = await proof.TryAsync(own.Email, Password ?? "", HttpContext);
        if (account is null) { return answer.RetryAfter is null ? Wrong(nameof(Password), "This is not the password.") : Refused(answer); }

        var draft = new AuditDraft("user.delete") { UserId = own.UserId, Target = own.Email };
        var refused = await audit.DoAsync(HttpContext, draft, () => removal.RemoveAsync(own.UserId), static why => why);
        if (refused is not null)
        {
            await LoadAsync();
            return Conflict(refused);
        }
        await signIn.SignOutAsync();
        return LocalRedirect("/sign-in?done=deleted");
    }

    async Task<Accounts.Account> LoadAsync()
    {
        var own = await OwnAsync(signIn.UserManager);
        (Email, SoleFarms) = (own.Email, await removal.SoleFarmsAsync(own.UserId));
        return own;
    }

    Microsoft.AspNetCore.Mvc.RazorPages.PageResult Conflict(string? message)
    {
        Message = message;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
