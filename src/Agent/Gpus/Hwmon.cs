using System.Globalization;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Gpus;

/// <summary>The sensors of one device: files of whole numbers, found by the label that stands beside them.</summary>
/// <param name="folder">Of the sensors.</param>
internal sealed class Hwmon(string folder)
{
    const int MaximumChannels = 16;

    /// <summary>The sensors of a driver; null when the device has none of its.</summary>
    /// <param name="device">Folder of the device.</param>
    /// <param name="drivers">Names that its sensors may have.</param>
    public static Hwmon? Of(string device, params ReadOnlySpan<string> drivers)
    {
        foreach (string folder in SystemFile.Directories(Path.Combine(device, "hwmon")))
        {
            string? name = SystemFile.Line(Path.Combine(folder, "name"));
            if (name is not null && drivers.Contains(name)) { return new(folder); }
        }
        return null;
    }

    /// <summary>The number in a file; null when there is none.</summary>
    public long? Number(string file) =>
        long.TryParse(SystemFile.Line(Path.Combine(folder, file)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>Whether there is such a file.</summary>
    public bool Has(string file) => File.Exists(Path.Combine(folder, file));

    /// <summary>Number of the channel that carries a label; null when none does.</summary>
    public int? Channel(string kind, string label)
    {
        for (int i = 0; i < MaximumChannels; i++)
        {
            if (SystemFile.Line(Path.Combine(folder, $"{kind}{i}_label")) == label) { return i; }
        }
        return null;
    }

    /// <summary>A temperature by label, °C; what no hardware can have is null.</summary>
    public double? Celsius(string label) => Channel("temp", label) is { } channel ? CelsiusOf(channel) : null;

    /// <summary>A temperature by number, °C.</summary>
    public double? CelsiusOf(int channel) => Number($"temp{channel}_input") is > -50_000 and < 200_000 and var thousandths ? thousandths / 1000.0 : null;

    /// <summary>Microwatts as watts.</summary>
    public double? Watts(string file) => Number(file) is >= 0 and < 10_000_000_000 and var microwatts ? microwatts / 1e6 : null;

    /// <summary>Hertz as megahertz.</summary>
    public double? Megahertz(string file) => Number(file) is >= 0 and < 100_000_000_000 and var hertz ? hertz / 1e6 : null;

    /// <summary>Speed of the first fan.</summary>
    public double? FanRpm => Number("fan1_input") is >= 0 and < 100_000 and var rpm ? rpm : null;
}
