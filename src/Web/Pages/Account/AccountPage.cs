using System.Globalization;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Account;

/// <summary>What the pages about a person's account have in common: small forms, one sentence when something is wrong.</summary>
[RequestSizeLimit(MaxBody), RequestFormLimits(ValueLengthLimit = MaxValue, ValueCountLimit = MaxValues)]
internal abstract class AccountPage : PageModel
{
    const int MaxBody = 16 * 1024;
    const int MaxValue = 4 * 1024;
    const int MaxValues = 32;

    /// <summary>What went wrong with the whole form; null when nothing did.</summary>
    public string? Message { get; protected set; }

    /// <summary>What is wrong with one field; null when nothing is.</summary>
    public string? Error(string field) =>
        ModelState.TryGetValue(field, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    /// <summary>A field as <c>_Field</c> draws it, with what is wrong with it.</summary>
    public FormField Field(string name, string label, string? value = null, string type = "text", string? autoComplete = null, string? help = null, bool focus = false) =>
        new(name, label, value, Error(name), type, autoComplete, help, focus);

    /// <summary>The page again, with the answer's words and its wait.</summary>
    protected PageResult Refused(SignInAnswer answer)
    {
        Message = answer.Message;
        Response.StatusCode = answer.RetryAfter is null ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests;
        if (answer.RetryAfter is { } wait) { Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture); }
        return Page();
    }

    /// <summary>The page again, with the errors beside its fields.</summary>
    protected PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>The page again, because of one field.</summary>
    protected PageResult Wrong(string field, string what)
    {
        ModelState.AddModelError(field, what);
        return Wrong();
    }

    /// <summary>What Identity refused, in its words, beside a field.</summary>
    protected PageResult Wrong(string field, IdentityResult result) => Wrong(field, result.Errors.First().Description);

    /// <summary>For the audit log: why Identity did not do it; null when it did.</summary>
    protected static string? Refusal(IdentityResult result) => result.Succeeded ? null : result.Errors.First().Code;

    /// <summary>To a path of this host, or home.</summary>
    protected LocalRedirectResult Onwards(string? returnUrl)
    {
        var local = Url.IsLocalUrl(returnUrl) && !returnUrl.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase);
        return LocalRedirect(local ? returnUrl! : "/");
    }

    /// <summary>The account of who is signed in.</summary>
    /// <exception cref="AccountStoreUnavailableException">It was deleted this moment, or the store does not answer.</exception>
    protected async Task<Accounts.Account> OwnAsync(UserManager<Accounts.Account> users) =>
        await users.FindByIdAsync(this.Granted().Caller.UserId) ?? throw new AccountStoreUnavailableException("The account is gone.", new KeyNotFoundException());
}
