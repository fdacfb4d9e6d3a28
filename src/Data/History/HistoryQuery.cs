namespace BloxOs.Data.History;

/// <summary>What is asked of the history.</summary>
/// <param name="SubjectId">A rig or a farm. A farm has the metrics of scope <see cref="MetricScope.Total"/> and <see cref="MetricScope.TotalByAlgorithm"/> only.</param>
/// <param name="From">Start of the range, included.</param>
/// <param name="To">End of the range, excluded; at most <see cref="MaxRange"/> after its start.</param>
/// <param name="MaxPoints">Most points in the answer, 1 to <see cref="MostPoints"/>. More samples than that are put together in steps.</param>
/// <param name="Metrics">Which metrics; empty for all.</param>
public sealed record HistoryQuery(string SubjectId, DateTimeOffset From, DateTimeOffset To, int MaxPoints, IReadOnlyCollection<HistoryMetric> Metrics)
{
    /// <summary>Whether points that stand for a step have their least and most as well; without, both are the mean.</summary>
    public bool Bounds { get; init; } = true;

    /// <summary>Most points of an answer.</summary>
    public const int MostPoints = 20_000;

    /// <summary>Most values (points times series) of an answer.</summary>
    public const int MostValues = 1 << 21;

    /// <summary>Longest range.</summary>
    public static readonly TimeSpan MaxRange = TimeSpan.FromDays(3660);

    /// <exception cref="ArgumentException">An answer of so many points and series is too large; the message can be shown.</exception>
    internal static void CheckSize(int points, int series)
    {
        if ((long)points * series > MostValues) { throw new ArgumentException($"That is more than {MostValues} values: ask for fewer metrics or points."); }
    }

    /// <exception cref="ArgumentException">A limit is passed; the message says which.</exception>
    internal void Check()
    {
        if (SubjectId is null or { Length: 0 or > Telemetry.TelemetryInput.MaxRigIdLength }) { throw new ArgumentException("An id of a rig or a farm is needed."); }
        if (To <= From) { throw new ArgumentException("The range must end after it starts."); }
        if (To - From > MaxRange) { throw new ArgumentException($"The range may span {MaxRange.TotalDays} days at most."); }
        if (MaxPoints is < 1 or > MostPoints) { throw new ArgumentException($"The points must be 1 to {MostPoints}."); }
    }
}
