using System.Globalization;

namespace BloxOs.Catalog.Algorithms;

/// <summary>A speed as people write it: number and unit apart, because the unit is set smaller.</summary>
/// <param name="Number">Invariant number, three to four significant digits; "0.0" only for exactly nothing.</param>
/// <param name="Unit">With its scale, "MH/s".</param>
public readonly record struct HashrateText(string Number, string Unit)
{
    const string ThinSpace = "\u202f";
    const string FirmSpace = "\u00a0";
    static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>Number, no-break space and unit.</summary>
    public override string ToString() => Number + FirmSpace + Unit;

    /// <summary>Scales within the algorithm's family: up from its usual scale, down only below a tenth of it. Negative and not finite speeds count as 0.</summary>
    public static HashrateText Of(double hashesPerSecond, Algorithm algorithm)
    {
        var (value, scale) = Scaled(Sane(hashesPerSecond), algorithm.UsualScale, mayRoundTo: 1);
        return new(Digits(value, scale > algorithm.UsualScale), Prefixes[scale] + algorithm.Unit + "/s");
    }

    /// <summary>Speed for each watt, "199 kH/W"; scaled freely, three digits. Null without a positive power.</summary>
    public static HashrateText? PerWatt(double hashesPerSecond, double watts, Algorithm algorithm)
    {
        if (!(watts > 0) || !double.IsFinite(watts)) { return null; }
        double value = Sane(hashesPerSecond) / watts;
        int scale = 0;
        while (Math.Round(value) >= 1000 && scale < Prefixes.Length - 1) { value /= 1000; scale++; }
        string number = value switch { >= 99.95 => Text(value, "0"), >= 9.995 => Text(value, "0.0"), 0 => "0", _ => Text(value, "0.00") };
        return new(number, Prefixes[scale] + algorithm.Unit + "/W");
    }

    /// <summary>The bare number in the algorithm's usual scale, for a narrow cell whose unit is in the head.</summary>
    public static string InCell(double hashesPerSecond, Algorithm algorithm) =>
        Cell(Sane(hashesPerSecond) / Math.Pow(1000, algorithm.UsualScale));

    static double Sane(double speed) => double.IsFinite(speed) && speed > 0 ? speed : 0;

    static (double Value, int Scale) Scaled(double speed, int usual, int mayRoundTo)
    {
        int scale = usual;
        double value = speed / Math.Pow(1000, scale);
        while (Math.Round(value, mayRoundTo) >= 1000 && scale < Prefixes.Length - 1) { value /= 1000; scale++; }
        while (value is > 0 and < 0.1 && scale > 0) { value *= 1000; scale--; }
        return (value, scale);
    }

    static string Digits(double value, bool scaledUp) => value switch
    {
        0 => "0.0",
        >= 999.95 => Thousands(value),
        >= 99.995 => Text(value, "0.0"),
        >= 9.995 => Text(value, scaledUp ? "0.00" : "0.0"),
        >= 0.9995 => Text(value, "0.00"),
        < 0.0005 => "<0.001",
        _ => Text(value, "0.000"),
    };

    static string Cell(double value) => value switch
    {
        0 => "0.0",
        >= 99.95 => Text(value, "0"),
        >= 9.995 => Text(value, "0.0"),
        < 0.005 => "<.01",
        _ => Text(value, "0.00"),
    };

    static string Thousands(double value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", ThinSpace, StringComparison.Ordinal);

    static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
