using System.Globalization;

namespace BloxOs.Catalog.Algorithms;

/// <summary>A speed as people write it: number and unit apart, because the unit is set smaller.</summary>
/// <param name="Number">Invariant number, three to four significant digits.</param>
/// <param name="Unit">With its scale, "MH/s".</param>
public readonly record struct HashrateText(string Number, string Unit)
{
    static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>Scales within the algorithm's family: never below its usual scale for speeds of at least one unit of it.</summary>
    public static HashrateText Of(double hashesPerSecond, Algorithm algorithm)
    {
        int scale = algorithm.UsualScale;
        double value = hashesPerSecond / Math.Pow(1000, scale);
        while (value >= 1000 && scale < Prefixes.Length - 1) { value /= 1000; scale++; }
        while (value is > 0 and < 0.1 && scale > 0) { value *= 1000; scale--; }
        return new(Digits(value), Prefixes[scale] + algorithm.Unit + "/s");
    }

    /// <summary>The bare number in the algorithm's usual scale, for a narrow cell whose unit is in the head.</summary>
    public static string InCell(double hashesPerSecond, Algorithm algorithm) => Cell(hashesPerSecond / Math.Pow(1000, algorithm.UsualScale));

    static string Digits(double value) => value switch
    {
        >= 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        0 => "0.0",
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    static string Cell(double value) => value switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        0 => "0.0",
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
