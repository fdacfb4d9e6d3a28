using BloxOs.Catalog.Algorithms;

namespace BloxOs.Web.History;

/// <summary>In which unit an axis counts hashes.</summary>
internal static class HashrateScale
{
    static readonly string[] s_prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>What to divide by, the unit and the digits behind the point, so that the highest value has about four digits.</summary>
    public static (double Divisor, string Unit, int Digits) Of(double most, Algorithm algorithm)
    {
        // The unit is that in which the catalogue writes the highest value.
        string unit = HashrateText.Of(double.IsFinite(most) ? most : 0, algorithm).Unit;
        int scale = Array.FindLastIndex(s_prefixes, prefix => unit.StartsWith(prefix + algorithm.Unit, StringComparison.Ordinal));
        double divisor = Math.Pow(1000, scale);
        int digits = (most / divisor) switch { >= 1_000 => 0, >= 100 => 1, >= 10 => 2, _ => 3 };
        return (divisor, unit, digits);
    }
}
