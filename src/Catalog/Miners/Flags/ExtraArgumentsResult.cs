namespace BloxOs.Catalog.Miners.Flags;

/// <summary>The outcome of a check.</summary>
/// <param name="Arguments">One a piece; empty when refused.</param>
/// <param name="Refusal">Why not, for people; null when all is allowed.</param>
public sealed record ExtraArgumentsResult(IReadOnlyList<string> Arguments, string? Refusal);
