namespace BloxOs.Web.Api;

/// <summary>Which addresses are the API's: what is there answers programs, never browsers.</summary>
internal static class ApiPath
{
    /// <summary>Everything of version 1.</summary>
    public const string Root = "/api/v1";

    /// <summary>The document that describes it.</summary>
    public const string Document = "/openapi/v1.json";

    /// <summary>Below <c>/api/</c>; the reference page <c>/api</c> itself is for browsers.</summary>
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is { Length: > 1 };

    /// <summary>The document, asked for by a program instead of a browser with a session.</summary>
    public static bool IsDocumentForProgram(HttpContext context) => IsDocument(context) && context.Request.Headers.Authorization.Count > 0;

    /// <summary>The document, whoever asks.</summary>
    public static bool IsDocument(HttpContext context) => context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
