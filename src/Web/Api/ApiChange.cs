using System.Globalization;
using BloxOs.Grains.Farms;
using Microsoft.Net.Http.Headers;

namespace BloxOs.Web.Api;

/// <summary>Changes of things that have a version: the version is their ETag, and If-Match makes a change depend on it.</summary>
internal static class ApiChange
{
    const string WrongTag = "If-Match holds ETags as they were given, in quotation marks, or a *.";
    const string TooBusy = "Others change this at the same time. Try again.";

    /// <summary>How often a change without If-Match is tried when another one comes between.</summary>
    const int Tries = 3;

    /// <summary>Puts the version into the answer.</summary>
    public static void Tag(HttpContext http, long version) => http.Response.Headers.ETag = TagOf(version);

    /// <summary>Why a call with If-Match does not fit this version; null when it does, or has none.</summary>
    public static IResult? WhyNot(HttpContext http, long version)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0) { return null; }
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags)) { return ApiProblem.Invalid(WrongTag); }
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Equals(TagOf(version), StringComparison.Ordinal)))
            ? null
            : ApiProblem.Of(StatusCodes.Status412PreconditionFailed, "This has changed since it was read. Nothing was changed: read it again.");
    }

    /// <summary>The version that a change depends on, for the grain to look at in the same step; null when the caller named none, or any.</summary>
    public static long? Read(HttpContext http, long version) => http.Request.Headers.IfMatch.Count == 0 || http.Request.Headers.IfMatch.Contains("*") ? null : version;

    /// <summary>Reads, checks If-Match, changes; again when somebody came between and the caller does not depend on a version.</summary>
    /// <param name="http">The call.</param>
    /// <param name="read">The thing and its version; null when it is not there.</param>
    /// <param name="change">Changes that version.</param>
    /// <returns>Null when it was changed.</returns>
    public static async Task<IResult?> DoAsync<T>(HttpContext http, Func<Task<(T Thing, long Version)?>> read, Func<T, Task<(IResult? Wrong, ChangeResult Result)>> change)
    {
        for (int tries = 0; tries < Tries; tries++)
        {
            if (await read() is not var (thing, version)) { return ApiProblem.NotFound(); }
            if (WhyNot(http, version) is { } not) { return not; }
            var (wrong, result) = await change(thing);
            if (wrong is not null) { return wrong; }
            if (result.Outcome != ChangeOutcome.Changed) { return Problem(result); }
        }
        return ApiProblem.Of(StatusCodes.Status409Conflict, TooBusy);
    }

    /// <summary>What to answer to a change that did not happen; null for one that did.</summary>
    public static IResult? Problem(ChangeResult result) => result.Outcome switch
    {
        ChangeOutcome.Done => null,
        ChangeOutcome.NotFound => ApiProblem.NotFound(),
        ChangeOutcome.Refused => ApiProblem.Of(StatusCodes.Status409Conflict, result.Reason ?? "It breaks a rule."),
        _ => ApiProblem.Of(StatusCodes.Status409Conflict, TooBusy),
    };

    /// <summary>The same for the audit log.</summary>
    public static string? Refusal(ChangeResult result) => result.Outcome switch
    {
        ChangeOutcome.Done => null,
        ChangeOutcome.Changed => "changed meanwhile",
        ChangeOutcome.NotFound => "not there any more",
        _ => result.Reason,
    };

    static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
