namespace BloxOs.Data.Audit;

/// <summary>A written line.</summary>
/// <param name="Sequence">1 for the first line, then without gaps.</param>
/// <param name="Record">What it says.</param>
/// <param name="Hash">SHA-256 over the line and the hash of the line before it, 32 bytes.</param>
public sealed record AuditEntry(long Sequence, AuditRecord Record, byte[] Hash);
