using System.Globalization;
using System.Text.RegularExpressions;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads a PCI Express link as AMD's driver and tools write it: "16.0GT/s, x8 619Mhz", "8.0 GT/s PCIe", "1 (16.0GT/s x16)".</summary>
internal static partial class PcieLink
{
    /// <summary>Generation and lanes; null for what the text does not tell.</summary>
    public static (int? Generation, int? Width) Of(string? text)
    {
        if (text is null || text.Length > 200) { return (null, null); }
        var speed = Speed().Match(text);
        var width = Width().Match(text);
        int? generation = speed.Success ? ToolNumber.Generation(double.Parse(speed.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : null;
        return (generation, width.Success ? int.Parse(width.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null);
    }

    [GeneratedRegex(@"([0-9]{1,3}(?:\.[0-9])?)\s?GT/s", RegexOptions.CultureInvariant)]
    private static partial Regex Speed();

    [GeneratedRegex(@"\bx([0-9]{1,2})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Width();
}
