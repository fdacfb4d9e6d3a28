using System.Globalization;
using BloxOs.Web.Display;

namespace BloxOs.Web.History;

/// <summary>Numbers of charts as people read them.</summary>
internal static class FigureText
{
    /// <summary>With the digits of its chart and parted thousands.</summary>
    public static string Of(double value, Chart chart) =>
        value.ToString("#,0." + new string('0', chart.Digits), CultureInfo.InvariantCulture).Replace(",", NumberText.Thin, StringComparison.Ordinal);

    /// <summary>A length or place on a time axis that is this wide, as a share of it: pixels are known to the browser alone.</summary>
    public static string Share(double value, double whole) => (100 * value / whole).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
