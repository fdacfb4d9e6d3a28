using System.Globalization;

namespace BloxOs.Silo.Gateway;

/// <summary>What requests of agents have in common: how they prove who they are, and how one is turned away.</summary>
internal static class GatewayRequests
{
    const string Scheme = "Bearer ";

    /// <summary>The secret of the only <c>Authorization</c> header; empty when there is none, or more than one.</summary>
    public static ReadOnlySpan<char> Bearer(this HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header.AsSpan(Scheme.Length) : default;

    /// <summary>Answers with this status and counts it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="metrics">Where it is counted.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">When to come again; zero says nothing of it.</param>
    public static void Reject(this HttpContext context, GatewayMetrics metrics, int status, TimeSpan retryAfter)
    {
        metrics.Rejected(status);
        context.Response.StatusCode = status;
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (retryAfter > TimeSpan.Zero) { context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture); }
        if (status == StatusCodes.Status401Unauthorized) { context.Response.Headers.WWWAuthenticate = "Bearer"; }
    }
}
