using System.Globalization;

namespace BloxOs.Agent.Tools;

/// <summary>Numbers as tools print them.</summary>
internal static class ToolNumber
{
    /// <summary>The number before the unit, with or without blanks and brackets around; a decimal comma is read as a point. Null when there is none.</summary>
    public static double? Of(string? text)
    {
        string? digits = text?.Trim().TrimStart('(').Split(' ', 2)[0];
        if (string.IsNullOrEmpty(digits)) { return null; }
        if (!digits.Contains('.', StringComparison.Ordinal)) { digits = digits.Replace(',', '.'); }
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return double.TryParse(digits.AsSpan().TrimEnd("%)").TrimEnd("MmHhZzWwCcx°"), style, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;
    }

    /// <summary>PCI Express generation of a speed in GT/s; null for one that there is not.</summary>
    public static int? Generation(double? gigatransfers) => gigatransfers switch
    {
        2.5 => 1,
        5 => 2,
        8 => 3,
        16 => 4,
        32 => 5,
        64 => 6,
        _ => null,
    };
}
