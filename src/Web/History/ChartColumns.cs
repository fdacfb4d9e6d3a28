using BloxOs.Data.History;

namespace BloxOs.Web.History;

/// <summary>Puts columns of the history together and brings them into the unit of a chart.</summary>
internal static class ChartColumns
{
    static readonly TimeSpan s_leastStep = TimeSpan.FromMilliseconds(100);

    /// <summary>One series, divided; without bounds when points are samples.</summary>
    public static ChartSeries Of(HistorySeries series, string name, int color, double divisor = 1) =>
        ReferenceEquals(series.Min, series.Average)
            ? new(name, color, Divided(series.Average, divisor))
            : new(name, color, Divided(series.Average, divisor), Divided(series.Min, divisor), Divided(series.Max, divisor));

    /// <summary>The highest of several at each time; null without any.</summary>
    public static ChartSeries? Highest(IEnumerable<HistorySeries> all, string name, int color) => Merged([.. all], name, color, 1, static (a, b) => Math.Max(a, b));

    /// <summary>The sum of several at each time; null without any.</summary>
    public static ChartSeries? Sum(IEnumerable<HistorySeries> all, string name, int color, double divisor = 1) => Merged([.. all], name, color, divisor, static (a, b) => a + b);

    /// <summary>The highest value of several; NaN without any.</summary>
    public static double Most(IEnumerable<HistorySeries> all) => all.SelectMany(static one => one.Max).Where(static value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Max();

    /// <summary>Amounts of single samples, added up in steps: of every sample they are 0 or 1, which nobody can read. Others are left as they are.</summary>
    /// <param name="answer">Amounts.</param>
    /// <param name="step">Length of one.</param>
    /// <param name="from">Where the first begins, so that it is a whole one.</param>
    public static HistoryAnswer InSteps(HistoryAnswer answer, TimeSpan step, DateTimeOffset from)
    {
        if (answer.Step > TimeSpan.Zero || step < s_leastStep) { return answer; }
        long width = (long)step.TotalMilliseconds;
        long start = from.ToUnixTimeMilliseconds() % width;
        long[] times = [.. answer.Times.Select(time => time - ((time - start) % width)).Distinct()];
        var series = answer.Series.Select(one =>
        {
            double[] sums = new double[times.Length];
            Array.Fill(sums, double.NaN);
            for (int i = 0, at = 0; i < answer.Times.Length; i++)
            {
                while (answer.Times[i] - times[at] >= width) { at++; }
                double amount = one.Average[i];
                if (!double.IsNaN(amount)) { sums[at] = double.IsNaN(sums[at]) ? amount : sums[at] + amount; }
            }
            return one with { Average = sums, Min = sums, Max = sums };
        });
        return answer with { Step = TimeSpan.FromMilliseconds(width), Times = times, Series = [.. series] };
    }

    static ChartSeries? Merged(HistorySeries[] all, string name, int color, double divisor, Func<double, double, double> merge)
    {
        if (all.Length == 0) { return null; }
        if (all.Length == 1) { return Of(all[0], name, color, divisor); }
        bool hasBounds = all.Any(static one => !ReferenceEquals(one.Min, one.Average));
        double[] Fold(Func<HistorySeries, double[]> column) => Divided(all.Select(column).Aggregate((a, b) => Merged(a, b, merge)), divisor);
        return hasBounds
            ? new(name, color, Fold(static one => one.Average), Fold(static one => one.Min), Fold(static one => one.Max))
            : new(name, color, Fold(static one => one.Average));
    }

    static double[] Merged(double[] first, double[] second, Func<double, double, double> merge)
    {
        double[] merged = new double[first.Length];
        for (int i = 0; i < merged.Length; i++)
        {
            merged[i] = double.IsNaN(first[i]) ? second[i] : double.IsNaN(second[i]) ? first[i] : merge(first[i], second[i]);
        }
        return merged;
    }

    static double[] Divided(double[] values, double divisor) => divisor == 1 ? values : Array.ConvertAll(values, value => value / divisor);
}
