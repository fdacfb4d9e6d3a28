using System.Globalization;
using System.Runtime.InteropServices;

namespace BloxOs.Bench.Gateway;

/// <summary>Where it was measured.</summary>
/// <param name="Processor">Model.</param>
/// <param name="Cores">That this process may use.</param>
/// <param name="MemoryGigabytes">In all.</param>
/// <param name="System">Kernel.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="LoadAverageBefore">Over one minute, before the start: what else the machine did.</param>
internal sealed record MachineDescription(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime, double LoadAverageBefore)
{
    /// <summary>This machine, now.</summary>
    public static MachineDescription Read() => new(
        Field("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        Math.Round(double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));

    static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
