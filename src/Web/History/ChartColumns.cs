using BloxOs.Data.History;

namespace BloxOs.Web.History;

/// <summary>Puts columns of the history together and brings them into the unit of a chart.</summary>
internal static class ChartColumns
{
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
