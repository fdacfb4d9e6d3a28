using System.Globalization;
using System.Text.RegularExpressions;

namespace BloxOs.Agent.Gpus;

/// <summary>PCI addresses in one spelling: <c>0000:0a:00.0</c>.</summary>
internal static partial class PciAddress
{
    /// <summary>Normalises <c>00000000:0A:00.0</c>, <c>0000:0A:00.0</c> or <c>0A:00.0</c>; null when it is none of them.</summary>
    public static string? Normalize(string? text)
    {
        if (text is null || Pattern().Match(text.Trim()) is not { Success: true } match) { return null; }
        int domain = match.Groups["domain"].Success
            ? int.Parse(match.Groups["domain"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : 0;
        return $"{domain:x4}:{match.Groups["rest"].Value.ToLowerInvariant()}";
    }

    /// <summary>From its numbers.</summary>
    public static string Of(uint domain, uint bus, uint device) => string.Create(CultureInfo.InvariantCulture, $"{domain:x4}:{bus & 0xFF:x2}:{device & 0x1F:x2}.0");

    [GeneratedRegex(@"^(?:(?<domain>[0-9A-Fa-f]{4,8}):)?(?<rest>[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.[0-7])$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
