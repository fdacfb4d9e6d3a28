using System.Globalization;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Gpus;

/// <summary>Names of AMD cards by PCI device and revision: from the list that libdrm brings, where it is installed, otherwise the usual mining cards.</summary>
/// <param name="roots">Where the list is looked for.</param>
internal sealed class AmdNames(SystemRoots roots)
{
    // Device, revision; 0x100 for any other revision of the device.
    static readonly Dictionary<(int Device, int Revision), string> Usual = new()
    {
        [(0x67DF, 0xC7)] = "Radeon RX 480", [(0x67DF, 0xCF)] = "Radeon RX 470", [(0x67DF, 0xE7)] = "Radeon RX 580", [(0x67DF, 0xEF)] = "Radeon RX 570",
        [(0x67DF, 0xE1)] = "Radeon RX 590", [(0x67DF, 0x100)] = "Radeon RX 470/480/570/580", [(0x6FDF, 0x100)] = "Radeon RX 580 2048SP",
        [(0x67EF, 0x100)] = "Radeon RX 460/560", [(0x67FF, 0x100)] = "Radeon RX 550/560",
        [(0x687F, 0xC1)] = "Radeon RX Vega 64", [(0x687F, 0xC3)] = "Radeon RX Vega 56", [(0x687F, 0x100)] = "Radeon RX Vega 56/64", [(0x66AF, 0x100)] = "Radeon VII",
        [(0x731F, 0xC1)] = "Radeon RX 5700 XT", [(0x731F, 0xC4)] = "Radeon RX 5700", [(0x731F, 0xCA)] = "Radeon RX 5600 XT", [(0x731F, 0xCB)] = "Radeon RX 5600 XT",
        [(0x731F, 0x100)] = "Radeon RX 5600/5700", [(0x7340, 0x100)] = "Radeon RX 5500",
        [(0x73A5, 0x100)] = "Radeon RX 6950 XT", [(0x73AF, 0x100)] = "Radeon RX 6900 XT",
        [(0x73BF, 0xC0)] = "Radeon RX 6900 XT", [(0x73BF, 0xC1)] = "Radeon RX 6800 XT", [(0x73BF, 0xC3)] = "Radeon RX 6800", [(0x73BF, 0x100)] = "Radeon RX 6800/6900",
        [(0x73DF, 0xC0)] = "Radeon RX 6750 XT", [(0x73DF, 0xC1)] = "Radeon RX 6700 XT", [(0x73DF, 0xC5)] = "Radeon RX 6700 XT", [(0x73DF, 0x100)] = "Radeon RX 6700",
        [(0x73EF, 0xC1)] = "Radeon RX 6650 XT", [(0x73EF, 0x100)] = "Radeon RX 6650",
        [(0x73FF, 0xC1)] = "Radeon RX 6600 XT", [(0x73FF, 0xC7)] = "Radeon RX 6600", [(0x73FF, 0x100)] = "Radeon RX 6600",
        [(0x743F, 0xC1)] = "Radeon RX 6500 XT", [(0x743F, 0xC7)] = "Radeon RX 6400", [(0x743F, 0x100)] = "Radeon RX 6400/6500",
        [(0x744C, 0xC8)] = "Radeon RX 7900 XTX", [(0x744C, 0xCC)] = "Radeon RX 7900 XT", [(0x744C, 0xCE)] = "Radeon RX 7900 GRE", [(0x744C, 0x100)] = "Radeon RX 7900",
        [(0x747E, 0xC8)] = "Radeon RX 7800 XT", [(0x747E, 0xFF)] = "Radeon RX 7700 XT", [(0x747E, 0x100)] = "Radeon RX 7700/7800 XT",
        [(0x7480, 0xC1)] = "Radeon RX 7700S", [(0x7480, 0xCF)] = "Radeon RX 7600", [(0x7480, 0x100)] = "Radeon RX 7600",
        [(0x7550, 0xC0)] = "Radeon RX 9070 XT", [(0x7550, 0xC3)] = "Radeon RX 9070", [(0x7550, 0x100)] = "Radeon RX 9070", [(0x7590, 0x100)] = "Radeon RX 9060 XT",
        [(0x6818, 0x100)] = "Radeon HD 7870", [(0x6617, 0x100)] = "Radeon R7 240", [(0x163F, 0x100)] = "Van Gogh APU", [(0x15BF, 0x100)] = "Phoenix APU (Radeon 780M)",
    };

    readonly Dictionary<(int, int), string?> _found = [];

    /// <summary>Name of a card; "AMD GPU 0x1234" when no list has it, null without a device id.</summary>
    /// <param name="device">As the kernel writes it, with or without <c>0x</c>.</param>
    /// <param name="revision">The same; null when unknown.</param>
    public string? Of(string? device, string? revision)
    {
        if (Hex(device) is not { } id) { return null; }
        int rev = Hex(revision) ?? 0x100;
        if (_found.TryGetValue((id, rev), out string? known)) { return known; }
        return _found[(id, rev)] = FromList(id, rev) ?? BuiltIn(device, revision);
    }

    /// <summary>The same without the list of the system.</summary>
    public static string? BuiltIn(string? device, string? revision)
    {
        if (Hex(device) is not { } id) { return null; }
        return Usual.GetValueOrDefault((id, Hex(revision) ?? 0x100)) ?? Usual.GetValueOrDefault((id, 0x100)) ?? string.Create(CultureInfo.InvariantCulture, $"AMD GPU 0x{id:x4}");
    }

    /// <summary>Lines of <c>67DF, C7, Radeon RX 480 Graphics</c>.</summary>
    string? FromList(int device, int revision)
    {
        foreach (string line in SystemFile.Text(Path.Combine(roots.Share, "libdrm/amdgpu.ids"))?.Split('\n') ?? [])
        {
            string[] parts = line.Split(',', 3);
            if (parts.Length == 3 && Hex(parts[0].Trim()) == device && Hex(parts[1].Trim()) == revision && parts[2].Trim() is { Length: > 0 and <= 100 } name) { return name; }
        }
        return null;
    }

    static int? Hex(string? text) =>
        text is not null && int.TryParse(text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
