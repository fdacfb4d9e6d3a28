using BloxOs.Data.History;

namespace BloxOs.Web.History;

/// <summary>A farm has no samples, only points that are made of those of its rigs: asked for finer ones, the history has nothing.</summary>
internal static class FarmHistoryQuery
{
    /// <summary>The shortest step of a farm's history, ticks.</summary>
    const long Point = 5 * TimeSpan.TicksPerMinute;

    /// <summary>What is asked for, with no more points than it has; whole ones.</summary>
    public static HistoryQuery Of(string farmId, DateTimeOffset from, DateTimeOffset to, int most, IReadOnlyCollection<HistoryMetric> metrics)
    {
        long end = Math.Min((to.UtcTicks + Point - 1) / Point, DateTimeOffset.MaxValue.UtcTicks / Point), first = Math.Min(from.UtcTicks / Point, end - 1);
        return new(farmId, new(first * Point, TimeSpan.Zero), new(end * Point, TimeSpan.Zero), (int)Math.Min(end - first, most), metrics);
    }
}
