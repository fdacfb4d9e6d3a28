using System.Globalization;
using System.Text;
using BloxOs.Catalog.Algorithms;
using BloxOs.Data.History;
using BloxOs.Web.Display;

namespace BloxOs.Web.History;

/// <summary>A farm's speed of a day on the algorithm that most of it mined, as a line of an inch.</summary>
/// <param name="Path">Commands of an SVG path in a box of <see cref="Width"/> × <see cref="Height"/>; "" without two points.</param>
/// <param name="Label">What it shows, in words.</param>
internal sealed record FarmSpark(string Path, string Label)
{
    /// <summary>Width of the box.</summary>
    public const int Width = 96;

    /// <summary>Height of the box.</summary>
    public const int Height = 22;

    /// <summary>Points of a day.</summary>
    public const int Points = 48;

    /// <summary>Milliseconds without a point that are a gap in a line of few minutes: its points stand for five minutes each.</summary>
    const long ShortestGap = 450_000;

    /// <summary>Nothing was recorded.</summary>
    public static FarmSpark None { get; } = new("", "No hashrate was recorded in the last 24 hours");

    /// <summary>Of what the history has; gaps stay gaps.</summary>
    public static FarmSpark Of(HistoryAnswer answer, DateTimeOffset from, DateTimeOffset to) => Of((HistoryAnswer[])[answer], from, to);

    /// <summary>Of several answers, one behind the other.</summary>
    public static FarmSpark Of(IReadOnlyList<HistoryAnswer> answers, DateTimeOffset from, DateTimeOffset to)
    {
        string? main = answers.SelectMany(static one => one.Series).Where(static one => one.Label.Metric == HistoryMetric.Hashrate)
            .GroupBy(static one => one.Label.Algorithm ?? "").MaxBy(static group => group.Sum(static one => one.Average.Count(static value => value > 0)))?.Key;
        if (main is null) { return None; }
        double[] values = [.. answers.SelectMany(one => one.Series.FirstOrDefault(series => Is(series.Label, main))?.Average ?? Enumerable.Repeat(double.NaN, one.Times.Length))];
        double[] known = [.. values.Where(static value => !double.IsNaN(value))];
        if (known.Length < 2) { return None; }
        var algorithm = AlgorithmCatalog.Get(main.Length == 0 ? null : main);
        double most = known.Max();
        return new(
            PathOf([.. answers.SelectMany(static one => one.Times)], values, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), most),
            $"{algorithm.Title}, {Span(to - from)}: {HashrateText.Of(known.Min(), algorithm)} to {HashrateText.Of(most, algorithm)}");
    }

    /// <summary>The same, saying that its newest minutes are those of a part of the rigs, grown to all of them.</summary>
    public FarmSpark EstimatedFrom(int some, int all) => Path.Length == 0 ? this : this with { Label = $"{Label}; the last minutes estimated from {NumberText.Whole(some)} of {NumberText.Whole(all)} rigs" };

    static bool Is(SeriesLabel label, string algorithm) => label.Metric == HistoryMetric.Hashrate && (label.Algorithm ?? "") == algorithm;

    static string Span(TimeSpan span) => span.TotalHours >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes");

    static string PathOf(long[] times, double[] values, long from, long to, double most)
    {
        var path = new StringBuilder();
        long longest = Math.Max(3 * (to - from) / Points, ShortestGap);
        bool pen = false;
        for (int i = 0; i < times.Length; i++)
        {
            if (double.IsNaN(values[i])) { pen = false; continue; }
            if (i > 0 && times[i] - times[i - 1] > longest) { pen = false; }
            double x = Math.Clamp((double)(times[i] - from) / (to - from), 0, 1) * Width, y = 1 + (Height - 2) * (1 - (most > 0 ? values[i] / most : 0));
            path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{x:0.#} {y:0.#}");
            pen = true;
        }
        return path.ToString();
    }
}
