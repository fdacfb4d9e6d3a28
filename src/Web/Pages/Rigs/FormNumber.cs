using System.Globalization;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>Numbers of forms, with a dot, the same on every machine.</summary>
internal static class FormNumber
{
    /// <summary>A whole number; null for an empty field.</summary>
    /// <exception cref="ArgumentException">Something else; the message names the field.</exception>
    public static int? Whole(string? text, string field) => string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new ArgumentException($"{field}: this is no whole number.");

    /// <summary>A number; null for an empty field.</summary>
    /// <exception cref="ArgumentException">Something else; the message names the field.</exception>
    public static double? Any(string? text, string field) => string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
        : throw new ArgumentException($"{field}: this is no number.");
}
