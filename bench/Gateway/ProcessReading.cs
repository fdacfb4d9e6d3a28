using System.Globalization;

namespace BloxOs.Bench.Gateway;

/// <summary>What Linux says about a process at one moment.</summary>
/// <param name="At">Timestamp of the reading.</param>
/// <param name="CpuSeconds">User and system time of all its threads so far.</param>
/// <param name="RssBytes">Its memory in RAM.</param>
internal readonly record struct ProcessReading(long At, double CpuSeconds, long RssBytes)
{
    const double TicksPerSecond = 100;
    static readonly int PageBytes = Environment.SystemPageSize;

    /// <summary>Reads <c>/proc/PID/stat</c>.</summary>
    /// <exception cref="IOException">The process is gone.</exception>
    public static ProcessReading Of(int pid, TimeProvider time)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name in parentheses may hold spaces; field 3 follows it.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double cpu = (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
        return new(time.GetTimestamp(), cpu, Number(fields[21]) * PageBytes);
    }

    static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
