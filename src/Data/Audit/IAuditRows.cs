namespace BloxOs.Data.Audit;

/// <summary>What a check reads of either database.</summary>
internal interface IAuditRows
{
    Task<AuditHead?> HeadRowAsync(CancellationToken cancellation);

    Task<IReadOnlyList<AuditAnchor>> AnchorsAsync(CancellationToken cancellation);

    /// <summary>Lines after that sequence, ascending.</summary>
    Task<IReadOnlyList<AuditLine>> LinesAsync(long after, int limit, CancellationToken cancellation);
}
