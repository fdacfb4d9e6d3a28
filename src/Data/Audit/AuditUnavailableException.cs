namespace BloxOs.Data.Audit;

/// <summary>A line could not be written to the audit log, so what it would tell of must not be done.</summary>
public sealed class AuditUnavailableException(Exception? cause) : Exception("The audit log could not be written.", cause);
