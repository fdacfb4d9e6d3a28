using System.Globalization;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Account;

/// <summary>The door: e-mail and password.</summary>
[NeedsNobody, RequestSizeLimit(MaxBody), RequestFormLimits(ValueLengthLimit = MaxValue, ValueCountLimit = MaxValues)]
internal sealed class SignInModel(SignInDoor door) : PageModel
{
    const int MaxBody = 16 * 1024;
    const int MaxValue = 4 * 1024;
    const int MaxValues = 16;

    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Exactly as typed.</summary>
    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Where to go then: a path of this host; anything else is ignored.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What went wrong; null before the first try.</summary>
    public string? Message { get; private set; }

    /// <summary>The form, or onwards for who is signed in.</summary>
    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Onwards() : Page();

    /// <summary>Tries.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var answer = await door.TryAsync(Email ?? "", Password ?? "", HttpContext);
        if (answer.SignedIn) { return Onwards(); }

        Message = answer.Message;
        Response.StatusCode = answer.RetryAfter is null ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests;
        if (answer.RetryAfter is { } wait) { Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture); }
        return Page();
    }

    LocalRedirectResult Onwards()
    {
        var local = Url.IsLocalUrl(ReturnUrl) && !ReturnUrl.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase);
        return LocalRedirect(local ? ReturnUrl! : "/");
    }
}
