using System.Globalization;

namespace BloxOs.Agent.Gpus;

/// <summary>Who built a card around the chip, by the PCI id that the maker wrote into it.</summary>
internal static class BoardMaker
{
    /// <summary>Of the eight digits that NVIDIA prints, device before vendor: "F29710B0" or "0xF29710B0".</summary>
    public static string? OfSubsystem(string? text)
    {
        if (text is null || !uint.TryParse(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint id))
        {
            return null;
        }
        return Of(id & 0xFFFF);
    }

    /// <summary>Of <c>0x1043</c>.</summary>
    public static string? OfVendor(string? hex) =>
        hex is not null && uint.TryParse(hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hex.AsSpan(2) : hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint vendor)
            ? Of(vendor)
            : null;

    /// <summary>Name of a PCI vendor, or its id; null for 0 and for what is no id.</summary>
    public static string? Of(uint vendor) => vendor switch
    {
        0 or > 0xFFFF => null,
        0x1002 => "AMD",
        0x1028 => "Dell",
        0x103C => "HP",
        0x1043 => "ASUS",
        0x107D => "Leadtek",
        0x10B0 => "Gainward",
        0x10DE => "NVIDIA",
        0x1458 => "Gigabyte",
        0x1462 => "MSI",
        0x148C => "PowerColor",
        0x1569 => "Palit",
        0x1682 or 0x1EAE => "XFX",
        0x174B or 0x1DA2 => "Sapphire",
        0x1787 => "HIS",
        0x17AA => "Lenovo",
        0x1849 => "ASRock",
        0x196E => "PNY",
        0x19DA => "Zotac",
        0x1B4C => "KFA2",
        0x3842 => "EVGA",
        0x7377 => "Colorful",
        0x8086 => "Intel",
        _ => string.Create(CultureInfo.InvariantCulture, $"PCI vendor {vendor:x4}"),
    };
}
