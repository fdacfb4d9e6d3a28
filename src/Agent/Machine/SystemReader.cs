using System.Globalization;
using BloxOs.Protocol;

namespace BloxOs.Agent.Machine;

/// <summary>Reads what Linux tells about the machine: what it does not tell is absent.</summary>
/// <param name="roots">Where the files are.</param>
/// <param name="addresses">Addresses in the rig's network.</param>
/// <param name="time">Clock of the counters.</param>
/// <param name="canReboot">Whether this agent may reboot the rig; null where that is not known.</param>
internal sealed class SystemReader(SystemRoots roots, Func<IReadOnlyList<string>> addresses, TimeProvider time, Func<bool>? canReboot = null)
{
    /// <summary>No load and no uptime is so much; 1e400 is read as infinite, which no message can hold.</summary>
    const double MostOfAnything = 1e12;

    readonly CpuTemperature _temperature = new(roots);
    readonly CpuPower _power = new(roots, time);
    readonly CpuUse _use = new(roots);
    readonly SystemDisk _disk = new(roots);

    /// <summary>The parts, without the cards.</summary>
    public Inventory ReadInventory()
    {
        string? cpu = SystemFile.Text(Proc("cpuinfo"));
        return new()
        {
            HostName = Cut(SystemFile.Line(Proc("sys/kernel/hostname"))),
            OperatingSystem = Cut(ReadOperatingSystem()),
            Kernel = Cut(SystemFile.Line(Proc("sys/kernel/osrelease"))),
            BootId = Cut(SystemFile.Line(Proc("sys/kernel/random/boot_id"))),
            CpuModel = Cut(ValueOf(cpu, ':', "model name") ?? ValueOf(cpu, ':', "Model")),
            CpuThreads = cpu?.Split('\n').Count(l => l.StartsWith("processor", StringComparison.Ordinal)) is > 0 and var threads ? threads : null,
            MemoryBytes = Memory("MemTotal"),
            Board = Cut(Board()),
            DiskBytes = _disk.Read().TotalBytes,
            DiskReadOnly = _disk.IsReadOnly(),
            CanReboot = canReboot?.Invoke(),
            Addresses = addresses(),
        };
    }

    /// <summary>One sample, without the cards; sequence and time are the caller's.</summary>
    public Stats ReadStats()
    {
        var cpu = new CpuStats { Celsius = _temperature.Read(), Load1 = FirstNumber("loadavg"), BusyPercent = _use.Read(), PowerWatts = _power.Read() };
        return new()
        {
            UptimeSeconds = FirstNumber("uptime") is { } uptime and >= 0 ? (long)uptime : null,
            Cpu = cpu == new CpuStats() ? null : cpu,
            MemoryUsedBytes = Memory("MemTotal") is { } all && Memory("MemAvailable") is { } free && all >= free ? all - free : null,
            DiskFreeBytes = _disk.Read().FreeBytes,
        };
    }

    string Proc(string file) => Path.Combine(roots.Proc, file);

    /// <summary>Maker and model of the mainboard; what makers leave in unfilled is not one.</summary>
    string? Board()
    {
        string folder = Path.Combine(roots.Sys, "class/dmi/id");
        string?[] parts = [SystemFile.Line(Path.Combine(folder, "board_vendor")), SystemFile.Line(Path.Combine(folder, "board_name"))];
        string[] told = [.. parts.OfType<string>().Where(p => !p.StartsWith("To be filled", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("Default string", StringComparison.OrdinalIgnoreCase))];
        if (told.Length > 0) { return string.Join(' ', told); }
        return SystemFile.Line(Path.Combine(roots.Proc, "device-tree/model"));
    }

    string? ReadOperatingSystem()
    {
        string? release = SystemFile.Text(Path.Combine(roots.Etc, "os-release"));
        return ValueOf(release, '=', "PRETTY_NAME")?.Trim('"', '\'') ?? ValueOf(release, '=', "NAME")?.Trim('"', '\'');
    }

    long? Memory(string name)
    {
        string? text = ValueOf(SystemFile.Text(Proc("meminfo")), ':', name);
        return text is not null && long.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes)
            && kibibytes < long.MaxValue / 1024
            ? kibibytes * 1024
            : null;
    }

    double? FirstNumber(string file) =>
        double.TryParse(SystemFile.Line(Proc(file))?.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number < MostOfAnything
            ? number
            : null;

    static string? ValueOf(string? text, char separator, string name)
    {
        foreach (string line in text?.Split('\n') ?? [])
        {
            int at = line.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && line.AsSpan(0, at).Trim().SequenceEqual(name)) { return line[(at + 1)..].Trim() is { Length: > 0 } value ? value : null; }
        }
        return null;
    }

    static string? Cut(string? text) => text is { Length: > ProtocolLimits.TextLength } ? text[..ProtocolLimits.TextLength] : text;
}
