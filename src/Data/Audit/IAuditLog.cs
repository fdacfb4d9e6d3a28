namespace BloxOs.Data.Audit;

/// <summary>The audit log: lines are only ever added, each bound to the one before it by a hash.</summary>
public interface IAuditLog
{
    /// <summary>Adds a line; it is on disk when this completes. Lines that wait together are committed together.</summary>
    /// <returns>The line's sequence.</returns>
    /// <exception cref="ArgumentException">A field is too long or no text; the message names it.</exception>
    /// <exception cref="AuditUnavailableException">It could not be written.</exception>
    Task<long> AppendAsync(AuditRecord record);

    /// <summary>Lines that the query asks for, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellation);
}
