using System.Globalization;

namespace BloxOs.Catalog.Miners.Reading;

/// <summary>A PCI address as far as a miner tells it: many name the bus only.</summary>
/// <param name="Bus">0 to 255.</param>
/// <param name="Device">0 to 31; null when it is not told.</param>
/// <param name="Domain">Null when it is not told.</param>
public readonly record struct PciPlace(int Bus, int? Device = null, int? Domain = null)
{
    /// <summary>Reads <c>0000:0a:00.0</c>, <c>0a:00.0</c> or <c>0b:0</c>, hexadecimal; null when it is none of them.</summary>
    public static PciPlace? FromHex(string? text) => Parse(text, NumberStyles.AllowHexSpecifier);

    /// <summary>Reads <c>16:0</c>, bus and device as decimal numbers; null when it is not that.</summary>
    public static PciPlace? FromDecimal(string? text) => Parse(text, NumberStyles.None);

    /// <summary>A bus number; null when it cannot be one.</summary>
    public static PciPlace? FromBus(double? bus) => bus is >= 0 and <= 255 && bus == Math.Floor(bus.Value) ? new((int)bus.Value) : null;

    /// <summary>True when a card at this normalised address (<c>0000:0a:00.0</c>) can be the one that is meant.</summary>
    public bool Fits(string busId) => FromHex(busId) is { } card
        && card.Bus == Bus && (Device is null || Device == card.Device) && (Domain is null || Domain == card.Domain);

    static PciPlace? Parse(string? text, NumberStyles style)
    {
        if (text is not { Length: >= 3 and <= 24 }) { return null; }
        string[] parts = text.Trim().Split(':');
        if (parts.Length is < 2 or > 3) { return null; }
        string device = parts[^1].Split('.')[0];
        if (!Number(parts[^2], style, 255, out int bus) || !Number(device, style, 31, out int slot)) { return null; }
        if (parts.Length == 2) { return new(bus, slot); }
        return Number(parts[0], style, int.MaxValue, out int domain) ? new(bus, slot, domain) : null;
    }

    static bool Number(string text, NumberStyles style, int maximum, out int value) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out value) && value >= 0 && value <= maximum;
}
