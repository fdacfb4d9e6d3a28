using System.Globalization;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Recovery.State;

/// <summary>Time since this boot, read once from the kernel and counted on by the agent's own clock.</summary>
/// <param name="roots">Where the kernel's files are.</param>
/// <param name="time">Clock.</param>
internal sealed class RigUptime(SystemRoots roots, TimeProvider time)
{
    readonly TimeSpan _atStart = Read(roots);
    readonly long _startedAt = time.GetTimestamp();

    /// <summary>Names this boot; null when the kernel does not tell.</summary>
    public string? BootId { get; } = SystemFile.Line(Path.Combine(roots.Proc, "sys/kernel/random/boot_id"));

    /// <summary>Time since this boot; since the agent's start when the kernel does not tell.</summary>
    public TimeSpan Now() => _atStart + time.GetElapsedTime(_startedAt);

    static TimeSpan Read(SystemRoots roots) =>
        double.TryParse(SystemFile.Line(Path.Combine(roots.Proc, "uptime"))?.Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
        && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
}
