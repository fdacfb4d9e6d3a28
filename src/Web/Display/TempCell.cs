using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>A temperature of the GPU table: number, band and bar.</summary>
/// <param name="Name">"Core", "Hotspot" or "Memory".</param>
/// <param name="Celsius">Null without a reading.</param>
/// <param name="Band">Its own band, not that of the card.</param>
internal readonly record struct TempCell(string Name, short? Celsius, HeatBand Band)
{
    /// <summary>"57".</summary>
    public string Text => Celsius?.ToString(CultureInfo.InvariantCulture) ?? NumberText.None;

    /// <summary>"Core 57 °C".</summary>
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Name} {Celsius} °C");
}
