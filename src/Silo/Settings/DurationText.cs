using System.Globalization;

namespace BloxOs.Silo.Settings;

/// <summary>Durations in settings: a whole number and a unit, <c>500ms 10s 5m 48h 7d</c>. A bare number is refused: nobody knows its unit.</summary>
public static class DurationText
{
    /// <summary>Reads a duration; false when it is not one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits])) { digits++; }
        if (digits == 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number)) { return false; }
        long? milliseconds = text[digits..] switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, "d" => 86_400_000, _ => null };
        if (milliseconds is not { } unit || number > (long)TimeSpan.MaxValue.TotalMilliseconds / unit) { return false; }
        duration = TimeSpan.FromMilliseconds(number * unit);
        return true;
    }
}
