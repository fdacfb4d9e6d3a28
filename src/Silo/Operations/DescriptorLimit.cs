using System.Globalization;

namespace BloxOs.Silo.Operations;

/// <summary>How many files and sockets this process may open (RLIMIT_NOFILE, from <c>/proc/self/limits</c>).</summary>
public sealed class DescriptorLimit
{
    /// <summary>Descriptors kept for the database, the cluster and browsers.</summary>
    public const int Reserve = 1_000;

    const int WhenUnknown = 1_024;

    /// <summary>The limit in force.</summary>
    public int Limit { get; init; } = Read("/proc/self/limits");

    /// <summary>Agent sockets that fit: the wanted number, or what the limit leaves.</summary>
    public int MaxConnections(int wanted)
    {
        int fit = Limit > 2 * Reserve ? Limit - Reserve : Limit / 2;
        return wanted > 0 ? Math.Min(wanted, fit) : fit;
    }

    static int Read(string path)
    {
        if (!File.Exists(path)) { return WhenUnknown; }
        string? line = File.ReadLines(path).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        string? soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return int.TryParse(soft, CultureInfo.InvariantCulture, out int limit) ? limit : soft == "unlimited" ? int.MaxValue : WhenUnknown;
    }
}
