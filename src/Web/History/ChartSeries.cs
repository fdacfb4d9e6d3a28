namespace BloxOs.Web.History;

/// <summary>One line of a chart. NaN is "no data".</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Color">Number of a colour of the theme, 1 to 6.</param>
/// <param name="Values">A value per time of its chart, in the chart's unit.</param>
/// <param name="Low">Least of each step; null when points are samples.</param>
/// <param name="High">Most of each step; null when points are samples.</param>
internal sealed record ChartSeries(string Name, int Color, double[] Values, double[]? Low = null, double[]? High = null)
{
    /// <summary>Drawn as dashes: there are more lines than colours.</summary>
    public bool Dashed { get; init; }

    /// <summary>Least, mean and most; null without a value.</summary>
    public (double Least, double Mean, double Most)? Figures
    {
        get
        {
            double least = double.PositiveInfinity, most = double.NegativeInfinity, sum = 0;
            int count = 0;
            for (int i = 0; i < Values.Length; i++)
            {
                if (double.IsNaN(Values[i])) { continue; }
                least = Math.Min(least, (Low ?? Values)[i]);
                most = Math.Max(most, (High ?? Values)[i]);
                sum += Values[i];
                count++;
            }
            return count == 0 ? null : (least, sum / count, most);
        }
    }

    /// <summary>Everything added up; null without a value.</summary>
    public double? Sum => Figures is null ? null : Values.Where(static value => !double.IsNaN(value)).Sum();
}
