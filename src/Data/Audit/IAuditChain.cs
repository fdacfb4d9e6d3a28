namespace BloxOs.Data.Audit;

/// <summary>The last line.</summary>
/// <param name="Sequence">0 when there is none.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record AuditHead(long Sequence, byte[] Hash);

/// <summary>What a check of the audit log found.</summary>
/// <param name="Lines">Lines that were read.</param>
/// <param name="Anchors">Anchors that were found to be good.</param>
/// <param name="Findings">What is wrong, a sentence each; empty when nothing is. At most <see cref="MaxFindings"/>.</param>
public sealed record AuditVerdict(long Lines, int Anchors, IReadOnlyList<string> Findings)
{
    /// <summary>Most findings that are told.</summary>
    public const int MaxFindings = 100;
}

/// <summary>The audit log as a chain: its end, its anchors, and whether it holds.</summary>
public interface IAuditChain
{
    /// <summary>The last line.</summary>
    Task<AuditHead> HeadAsync(CancellationToken cancellation);

    /// <summary>Adds an anchor; one for the same line is kept as it is.</summary>
    Task AddAnchorAsync(AuditAnchor anchor, CancellationToken cancellation);

    /// <summary>
    /// Reads the whole log and finds lines that were changed, taken out, put in, swapped or cut off at the end. The server may go on writing.
    /// </summary>
    /// <param name="key">The key of the anchors; null when it is not at hand: then a chain that was made anew as a whole is not found.</param>
    /// <param name="kept">Anchors that were kept outside the database.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<AuditVerdict> VerifyAsync(byte[]? key, IReadOnlyList<AuditAnchor> kept, CancellationToken cancellation);
}
