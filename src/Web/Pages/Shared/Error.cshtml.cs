using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Shared;

/// <summary>What does not exist and what failed: a plain text and a number to ask with, never a trace.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
internal sealed class ErrorModel : PageModel
{
    /// <summary>What happened.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>What to do.</summary>
    public string Explanation { get; private set; } = "";

    /// <summary>Names the request in the server's log; null where that would help nobody.</summary>
    public string? RequestCode { get; private set; }

    /// <summary>For any method: the failed request may have been a form.</summary>
    public void OnGet(int? code) => Explain(code);

    /// <summary>For a form that failed.</summary>
    public void OnPost(int? code) => Explain(code);

    void Explain(int? code)
    {
        // Someone may open /error/418 by hand: only real errors keep their number.
        int status = code is >= 400 and <= 599 ? code.Value : 404;
        Response.StatusCode = status;
        (Heading, Explanation) = status switch
        {
            400 => ("This form is too old", "It was open for too long, or you signed in anew meanwhile. Nothing was changed. Go back, load the page again and repeat it."),
            401 or 403 => ("You may not do this", "Your access to this farm does not include it. Its owner can change that."),
            404 or 405 => ("There is nothing here", "The address is wrong, what was here is gone, or you have no access to it."),
            413 => ("That is too much", "The server takes less at once. Nothing was changed."),
            429 => ("Too many requests", "Wait a minute, then try again."),
            503 => ("Not ready", "The server starts, stops, or does not reach its database. Try again in a moment."),
            >= 500 => ("Something failed in the server", "Nothing is known to be lost. Try again; the server has noted what went wrong."),
            _ => ("This did not work", "The server refused the request."),
        };
        if (status >= 500) { RequestCode = Activity.Current?.Id ?? HttpContext.TraceIdentifier; }
    }
}
