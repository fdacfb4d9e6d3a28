namespace BloxOs.Data.History;

/// <summary>What the history has of a range: columns over shared times. No series and no times when there is nothing.</summary>
/// <param name="Resolution">The coarsest resolution that was read.</param>
/// <param name="Step">Length of what one point stands for; zero when points are the samples themselves.</param>
/// <param name="Times">Unix milliseconds, ascending: when the sample was read, or where the step begins.</param>
/// <param name="Series">By metric, then label.</param>
/// <param name="RawUntil">How far back samples are kept one by one.</param>
public sealed record HistoryAnswer(
    HistoryResolution Resolution, TimeSpan Step, long[] Times, IReadOnlyList<HistorySeries> Series, DateTimeOffset RawUntil);
