using BloxOs.Data.Audit;

namespace BloxOs.Web.Audit;

/// <summary>Writes down what people do. The line comes before the deed: what cannot be written down is not done.</summary>
public interface IAuditTrail
{
    /// <summary>Writes the line, then does the work. When the work throws, a second line "ACTION.failed" says so.</summary>
    /// <param name="http">The request: who asks, and from where.</param>
    /// <param name="draft">What is going to be done.</param>
    /// <param name="work">Does it.</param>
    /// <param name="refusal">Why the work did nothing after all, from its result, for a second line "ACTION.failed"; null when it did it.</param>
    /// <exception cref="AuditUnavailableException">The line could not be written; nothing was done. Answered with 503.</exception>
    Task<T> DoAsync<T>(HttpContext http, AuditDraft draft, Func<Task<T>> work, Func<T, string?>? refusal = null);

    /// <inheritdoc cref="DoAsync{T}"/>
    Task DoAsync(HttpContext http, AuditDraft draft, Func<Task> work);

    /// <summary>Writes a line about something that has happened.</summary>
    /// <exception cref="AuditUnavailableException">It could not be written.</exception>
    Task WriteAsync(HttpContext http, AuditDraft draft);
}
