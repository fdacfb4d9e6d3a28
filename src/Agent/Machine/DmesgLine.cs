using System.Globalization;

namespace BloxOs.Agent.Machine;

/// <summary>A line of <c>dmesg --raw</c>: <c>&lt;6&gt;[   12.345678] message</c>.</summary>
internal static class DmesgLine
{
    /// <summary>Seconds after boot and message; null when it is none.</summary>
    public static (double Seconds, string Message)? Parse(string line)
    {
        int open = line.IndexOf('[', StringComparison.Ordinal), close = line.IndexOf(']', StringComparison.Ordinal);
        if (open is < 0 or > 6 || close < open) { return null; }
        return double.TryParse(line.AsSpan(open + 1, close - open - 1).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds < 1e12
            ? (seconds, line[(close + 1)..].TrimStart())
            : null;
    }
}
