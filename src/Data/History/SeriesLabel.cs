namespace BloxOs.Data.History;

/// <summary>Names a series of an answer. What does not apply is null.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Gpu">Bus id of the card, <c>0000:0a:00.0</c>; <c>#3</c> for the card with index 3 whose bus id is not known.</param>
/// <param name="Miner">Name of the miner.</param>
/// <param name="Instance">Tells instances of the same miner apart; 0 where there is none.</param>
/// <param name="Algorithm">Algorithm id of the catalogue; null also where the miner did not tell.</param>
public sealed record SeriesLabel(HistoryMetric Metric, string? Gpu = null, string? Miner = null, int Instance = 0, string? Algorithm = null);
