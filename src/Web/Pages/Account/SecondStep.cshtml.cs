using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>The second step of a sign-in: a code from the app, or a recovery code.</summary>
[NeedsNobody]
internal sealed class SecondStepModel(SignInDoor door, AccountSignIn signIn) : AccountPage
{
    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Where to go then.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The form, or back to the first step.</summary>
    public async Task<IActionResult> OnGetAsync() => await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Back() : Page();

    /// <summary>Tries.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (await door.TrySecondAsync(Code ?? "", HttpContext) is not { } answer) { return Back(); }
        return answer.SignedIn ? Onwards(ReturnUrl) : answer.RetryAfter is null ? Wrong(nameof(Code), answer.Message!) : Refused(answer);
    }

    RedirectToPageResult Back() => RedirectToPage("/Account/SignIn", new { returnUrl = ReturnUrl });
}
