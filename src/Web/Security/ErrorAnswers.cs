using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using BloxOs.Data.Audit;
using BloxOs.Web.Access;
using BloxOs.Web.Accounts;
using BloxOs.Web.Api;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Diagnostics;

namespace BloxOs.Web.Security;

/// <summary>What is said when something fails: one plain sentence and the id under which the log has the rest. Never a stack, a query or a path.</summary>
internal static class ErrorAnswers
{
    const int RetryAfterSeconds = 5;
    const int LongestPath = 200;

    static readonly (string, string) s_notWritten = ("Not done", "The server could not write this to its audit log, so it changed nothing. Try again in a moment; if it goes on, the disk may be full or the database away.");

    /// <summary>An exception came through. When the store of accounts did not answer, it is 503: nobody is let in, nobody is thrown out.</summary>
    public static Task OnExceptionAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var status = failure switch
        {
            AccountStoreUnavailableException or AuditUnavailableException or FarmSilentException or OrleansException or TimeoutException => StatusCodes.Status503ServiceUnavailable,
            BadHttpRequestException bad => BadRequest(context, bad),
            _ => StatusCodes.Status500InternalServerError,
        };
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) { context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}"; }
        return WriteAsync(context, failure is AuditUnavailableException ? s_notWritten : Words(status));
    }

    /// <summary>A program is told which member of its JSON is wrong; the names are its own or those of the document.</summary>
    static int BadRequest(HttpContext context, BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json) { ApiProblem.Explain(context, json.Path is { Length: > 0 and <= LongestPath } path ? $"The JSON is not what this address takes, at {path}." : "This is not the JSON that this address takes."); }
        return bad.StatusCode;
    }

    /// <summary>A status without a body.</summary>
    public static Task OnStatusAsync(StatusCodeContext context) => WriteAsync(context.HttpContext, Words(context.HttpContext.Response.StatusCode));

    static Task WriteAsync(HttpContext context, (string Title, string Text) words)
    {
        if (ApiPath.IsApi(context) || ApiPath.IsDocument(context)) { return ApiProblem.WriteAsync(context); }
        var status = context.Response.StatusCode;
        var (title, text) = words;
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync($"{title}. {text}\nId: {context.TraceIdentifier}\n", context.RequestAborted);
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Page(context, status, title, text), context.RequestAborted);
    }

    /// <summary>Without Razor and without a layout: it must also be told when those are what failed.</summary>
    static string Page(HttpContext context, int status, string title, string text)
    {
        var html = HtmlEncoder.Default;
        string theme = PageChoice.Theme.Attribute(context) is { } chosen ? $" data-theme=\"{chosen}\"" : "";
        bool waits = status == StatusCodes.Status503ServiceUnavailable, isGet = HttpMethods.IsGet(context.Request.Method);
        string again = waits && isGet ? $"<noscript><meta http-equiv=\"refresh\" content=\"{RetryAfterSeconds}\"></noscript><script src=\"/js/offline.js\" defer></script>" : "";
        string live = waits && isGet ? "<p class=\"live wait\" role=\"status\">Trying again every few seconds. The page comes back by itself.</p>" : "";
        string here = isGet ? status is StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError ? "<a class=\"btn primary\" href=\"\">Try again</a>" : ""
            : CameFrom(context) is { } page ? $"<a class=\"btn primary\" href=\"{html.Encode(page)}\">Back</a>" : "";
        return $"""
            <!doctype html>
            <html lang="en"{theme}>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">{again}
            <title>{html.Encode(title)} · BloxOs</title>
            <link rel="icon" href="/logo.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/controls.css"><link rel="stylesheet" href="/css/cards.css"><link rel="stylesheet" href="/css/parts.css">
            </head>
            <body class="door error-page"><main class="card" id="main"><div class="body stack"><div class="row"><img class="mark" src="/logo.svg" alt="BloxOs" width="30" height="30"><h1 class="title">{html.Encode(title)}</h1><span class="code push {(status >= StatusCodes.Status500InternalServerError ? "bad" : "")}">{status}</span></div>
            <p>{html.Encode(text)}</p>{live}<div class="row">{here}<a class="btn" href="/">To the farms</a></div></div>
            <footer><p class="help">For the log: <code>{html.Encode(context.TraceIdentifier)}</code></p></footer></main></body>
            </html>
            """;
    }

    /// <summary>The page of this server on which the form was sent; null when the browser does not tell.</summary>
    static string? CameFrom(HttpContext context) =>
        Uri.TryCreate(context.Request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == context.Request.Host.Value && !page.PathAndQuery.StartsWith("//", StringComparison.Ordinal) ? page.PathAndQuery : null;

    static (string Title, string Text) Words(int status) => (HttpStatusCode)status switch
    {
        HttpStatusCode.BadRequest => ("Not understood", "The form is too old or was not complete. Open the page again and send it once more."),
        HttpStatusCode.Forbidden => ("Not allowed", "Your account may not do that here. The farm's owner or the server's administrator can change that. Requests that come from other sites are refused."),
        HttpStatusCode.NotFound => ("Not here", "There is nothing at this address, or this account may not see it. A rig that was deleted or moved to another farm is gone from here, too."),
        HttpStatusCode.MethodNotAllowed => ("Not understood", "This address does not take such a request."),
        HttpStatusCode.RequestEntityTooLarge => ("Too long", "What was sent is longer than this address takes."),
        HttpStatusCode.TooManyRequests => ("Too many tries", "Nothing was done. Wait a moment, go back and send it again."),
        HttpStatusCode.ServiceUnavailable => ("Not ready", "The server is starting, or its database does not answer. Rigs go on mining and keep what they measure until it is back."),
        HttpStatusCode.Unauthorized => ("Sign in first", "This needs a signed-in person."),
        _ => status >= StatusCodes.Status500InternalServerError
            ? ("Something failed", "The server could not do that, and nothing more is known here. Its log says why, under the id below.")
            : ("Not understood", "The server does not take this request."),
    };
}
