using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>A power with its unit: watts below one kilowatt, kilowatts with one decimal from there.</summary>
/// <param name="Number">"850", "1.2", or "≥ 1.2" of a sum that not everything told its part of.</param>
/// <param name="Unit">W or kW.</param>
internal sealed record PowerText(string Number, string Unit)
{
    /// <summary>Of a power.</summary>
    /// <param name="watts">The power; null when nobody tells.</param>
    /// <param name="isPartial">At least so much.</param>
    public static PowerText? Of(double? watts, bool isPartial)
    {
        if (watts is not { } known) { return null; }
        double whole = Math.Round(known, MidpointRounding.AwayFromZero), kilowatts = Math.Round(known / 1000, 1, MidpointRounding.AwayFromZero);
        return whole < 1000 ? new(AtLeast(isPartial) + NumberText.Whole(whole), "W")
            : new(AtLeast(isPartial) + (kilowatts >= 1000 ? NumberText.Whole(kilowatts) : kilowatts.ToString("0.0", CultureInfo.InvariantCulture)), "kW");
    }

    /// <summary>Stands before a sum that lacks something.</summary>
    public static string AtLeast(bool isPartial) => isPartial ? "≥" + NumberText.Thin : "";

    /// <inheritdoc />
    public override string ToString() => Number + NumberText.Firm + Unit;
}
