using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Api;

/// <summary>Why a call failed, RFC 9457. Says nothing about the inside of the server.</summary>
/// <param name="Type">What kind of problem: <c>urn:bloxos:problem:</c> and a word that never changes.</param>
/// <param name="Title">The kind in words; the same for every problem of this type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time, and what to do.</param>
/// <param name="TraceId">Under this id the server's log has the rest.</param>
internal sealed record ApiProblem(
    [property: Description("What kind of problem: `urn:bloxos:problem:` and a word that never changes.")] string Type,
    [property: Description("The kind in words.")] string Title,
    [property: Description("The HTTP status.")] int Status,
    [property: Description("What happened this time, and what to do.")] string Detail,
    [property: Description("Under this id the server's log has the rest.")] string TraceId)
{
    /// <summary>The media type of a problem.</summary>
    public const string MediaType = "application/problem+json";

    const string TypePrefix = "urn:bloxos:problem:";

    /// <summary>A problem as the answer of a handler.</summary>
    public static IResult Of(int status, string detail) => new ProblemAnswer(status, detail);

    /// <summary>The same for every thing that is not there, or not for this caller.</summary>
    public static IResult NotFound() => new ProblemAnswer(StatusCodes.Status404NotFound, null);

    /// <summary>The input is wrong.</summary>
    public static IResult Invalid(string detail) => new ProblemAnswer(StatusCodes.Status400BadRequest, detail);

    /// <summary>Writes a problem of the status that the response has.</summary>
    public static Task WriteAsync(HttpContext context, string? detail = null)
    {
        int status = context.Response.StatusCode;
        var (word, title, usual) = Words(status);
        var problem = new ApiProblem(TypePrefix + word, title, status, detail ?? context.Features.Get<ProblemDetail>()?.Text ?? usual, context.TraceIdentifier);
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Response.ContentType = MediaType;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : JsonSerializer.SerializeAsync(context.Response.Body, problem, json, context.RequestAborted);
    }

    /// <summary>What to say when this call ends with a status and no body.</summary>
    public static void Explain(HttpContext context, string detail) => context.Features.Set(new ProblemDetail(detail));

    static (string Word, string Title, string Detail) Words(int status) => status switch
    {
        400 => ("invalid-request", "The request is not valid", "The request is not one that this address takes."),
        401 => ("not-authenticated", "Not authenticated", "Send a valid API key or access token as: Authorization: Bearer TOKEN."),
        403 => ("forbidden", "Not allowed", "The key, token or role does not allow this."),
        404 => ("not-found", "Not found", "There is nothing here, or nothing that this caller may see."),
        405 => ("method-not-allowed", "Method not allowed", "This address does not take this method; the Allow header says which."),
        409 => ("conflict", "Conflict", "This does not go together with what is there."),
        412 => ("precondition-failed", "Changed meanwhile", "The If-Match header names another state than the one that is there. Nothing was changed: read it again."),
        413 => ("too-large", "Too large", $"A body has at most {ApiLimits.MaxBodyBytes / 1024} KB."),
        415 => ("unsupported-media-type", "Unsupported media type", "Send the body as application/json."),
        429 => ("too-many-requests", "Too many requests", "Wait as long as the Retry-After header says, then try again."),
        431 => ("headers-too-large", "Headers too large", "The headers are longer than this server takes."),
        503 => ("unavailable", "Not available now", "The server cannot do that just now. Nothing was changed: try again in a moment."),
        >= 500 => ("server-error", "Something failed", "The server could not do that. Its log says why, under this id."),
        _ => ("invalid-request", "The request is not valid", "The request is not one that this address takes."),
    };

    sealed record ProblemDetail(string Text);

    sealed class ProblemAnswer(int status, string? detail) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            return WriteAsync(httpContext, detail);
        }
    }
}
