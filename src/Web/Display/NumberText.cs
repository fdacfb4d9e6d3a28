using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>Numbers as people read them; the same in every culture.</summary>
internal static class NumberText
{
    /// <summary>Narrow no-break space: parts thousands.</summary>
    public const string Thin = "\u202f";

    /// <summary>No-break space: parts a number from its unit.</summary>
    public const string Firm = "\u00a0";

    /// <summary>Stands where a reading would, when there is none.</summary>
    public const string None = "–";

    /// <summary>Whole number with parted thousands, "1 805".</summary>
    public static string Whole(double number) =>
        Math.Round(number, MidpointRounding.AwayFromZero).ToString("#,0", CultureInfo.InvariantCulture).Replace(",", Thin, StringComparison.Ordinal);

    /// <summary>Whole number or "–".</summary>
    public static string WholeOrNone(double? number) => number is { } known ? Whole(known) : None;

    /// <summary>Percent without its sign, cut and never rounded up: 98.99 is "98.9", for beside a rule that begins at 99 it must not read as 99, and "100" only when nothing is missing.</summary>
    public static string Percent(double percent)
    {
        if (percent == 100) { return "100"; }
        // 28.999999999999996 is 29 counted in binary; no count of shares comes as near to a tenth that it does not reach.
        const double binary = 1e-9;
        double tenths = Math.Floor((percent * 10) + binary);
        return (percent < 100 ? Math.Min(tenths, 999) / 10 : tenths / 10).ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>Memory in GB as it is sold: "10", "1.5". Null when unknown or 0.</summary>
    public static string? Gigabytes(long? bytes)
    {
        if (bytes is not > 0) { return null; }
        double gigabytes = bytes.Value / (1024d * 1024 * 1024);
        return gigabytes >= 7.5 ? Whole(gigabytes) : gigabytes.ToString("0.#", CultureInfo.InvariantCulture);
    }

    /// <summary>One decimal, "0.4".</summary>
    public static string Decimal(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);
}
