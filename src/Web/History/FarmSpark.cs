using System.Globalization;
using System.Text;
using BloxOs.Catalog.Algorithms;
using BloxOs.Data.History;

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

    /// <summary>Nothing was recorded.</summary>
    public static FarmSpark None { get; } = new("", "No hashrate was recorded in the last 24 hours");

    /// <summary>Of what the history has; gaps stay gaps.</summary>
    public static FarmSpark Of(HistoryAnswer answer, DateTimeOffset from, DateTimeOffset to)
    {
        var main = answer.Series.Where(static one => one.Label.Metric == HistoryMetric.Hashrate).MaxBy(static one => one.Average.Count(static value => value > 0));
        double[] known = [.. (main?.Average ?? []).Where(static value => !double.IsNaN(value))];
        if (main is null || known.Length < 2) { return None; }
        var algorithm = AlgorithmCatalog.Get(main.Label.Algorithm);
        double most = known.Max();
        return new(
            PathOf(answer.Times, main.Average, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), most),
            $"{algorithm.Title}, 24 hours: {HashrateText.Of(known.Min(), algorithm)} to {HashrateText.Of(most, algorithm)}");
    }

    static string PathOf(long[] times, double[] values, long from, long to, double most)
    {
        var path = new StringBuilder();
        bool pen = false;
        for (int i = 0; i < times.Length; i++)
        {
            if (double.IsNaN(values[i])) { pen = false; continue; }
            if (i > 0 && times[i] - times[i - 1] > 3 * (to - from) / Points) { pen = false; }
            double x = Math.Clamp((double)(times[i] - from) / (to - from), 0, 1) * Width, y = 1 + (Height - 2) * (1 - (most > 0 ? values[i] / most : 0));
            path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{x:0.#} {y:0.#}");
            pen = true;
        }
        return path.ToString();
    }
}
