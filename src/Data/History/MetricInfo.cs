namespace BloxOs.Data.History;

/// <summary>What stands behind a metric.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Scope">What it is about.</param>
/// <param name="Kind">How its values go together.</param>
/// <param name="Unit">Its unit; empty for a mere number.</param>
/// <param name="Decimals">Digits behind the point that are recorded.</param>
public sealed record MetricInfo(HistoryMetric Metric, MetricScope Scope, MetricKind Kind, string Unit, int Decimals)
{
    /// <summary>Stored number for 1 of the unit.</summary>
    internal double Scale { get; } = Math.Pow(10, Decimals);
}
