using BloxOs.Web.Access;

namespace BloxOs.Web.Api;

/// <summary>Says of an operation of the API what its document says: its words, what it needs, how it can end.</summary>
internal static class ApiEndpoints
{
    /// <summary>Names an operation and says what it needs.</summary>
    /// <param name="endpoint">The operation.</param>
    /// <param name="id">Its id in the document, noun and verb: farmsList.</param>
    /// <param name="summary">A few words.</param>
    /// <param name="description">A sentence or two.</param>
    /// <param name="needs">What a caller needs.</param>
    /// <param name="fresh">He entered his password just now.</param>
    public static RouteHandlerBuilder Operation(this RouteHandlerBuilder endpoint, string id, string summary, string description, NeedsAttribute needs, bool fresh = false)
    {
        endpoint.WithName(id).WithSummary(summary).WithDescription(description).Needs(needs, fresh);
        return needs is NeedsNobodyAttribute ? endpoint.Problems(400, 429, 500, 503) : endpoint.Problems(400, 401, 403, 404, 429, 500, 503);
    }

    /// <summary>How it can fail beside what every operation can.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (int status in statuses) { endpoint.Produces<ApiProblem>(status, ApiProblem.MediaType); }
        return endpoint;
    }

    /// <summary>It takes a JSON body, which can be too long, or no JSON.</summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint) => endpoint.Problems(413, 415);

    /// <summary>It may be sent again under the same Idempotency-Key.</summary>
    public static RouteHandlerBuilder Repeatable(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IdempotentAttribute()).Problems(409);
}
