using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace BloxOs.Web.Pages.Account;

/// <summary>The door: e-mail and password.</summary>
[NeedsNobody]
internal sealed class SignInModel(SignInDoor door) : AccountPage
{
    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Exactly as typed.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where to go then: a path of this host; anything else is ignored.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What was done just now.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>That in words; null when nothing was.</summary>
    public string? DoneText => Done switch
    {
        "reset" => "The password is set. Sign in with it.",
        "email" => "The e-mail address is changed. Sign in with it.",
        "deleted" => "The account is deleted.",
        _ => null,
    };

    /// <summary>The form, or onwards for who is signed in.</summary>
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Onwards(ReturnUrl) : Page();

    /// <summary>Tries.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var answer = await door.TryAsync(Email ?? "", Password ?? "", HttpContext);
        if (answer.NeedsSecondStep) { return RedirectToPage("/Account/SecondStep", new { returnUrl = ReturnUrl }); }
        return answer.SignedIn ? Onwards(ReturnUrl) : Refused(answer);
    }
}
