using System.Globalization;

namespace BloxOs.Agent.Machine;

/// <summary>How much of the processor was used since the reading before.</summary>
/// <param name="roots">Where the kernel counts.</param>
internal sealed class CpuUse(SystemRoots roots)
{
    const int Columns = 8, Idle = 3, WaitingForDisk = 4;

    (long Busy, long All)? _before;

    /// <summary>Percent of all threads together; null at the first reading.</summary>
    public double? Read()
    {
        if (Counters() is not { } now) { return null; }
        var before = _before;
        _before = now;
        if (before is not { } then || now.All <= then.All || now.Busy < then.Busy) { return null; }
        return Math.Round(Math.Min(100, (now.Busy - then.Busy) * 100.0 / (now.All - then.All)), 1);
    }

    (long Busy, long All)? Counters()
    {
        string[]? parts = SystemFile.Line(Path.Combine(roots.Proc, "stat"))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["cpu", ..] || parts.Length <= Columns) { return null; }
        long busy = 0, all = 0;
        for (int i = 0; i < Columns; i++)
        {
            if (!long.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) || ticks > long.MaxValue / 16) { return null; }
            all += ticks;
            if (i is not (Idle or WaitingForDisk)) { busy += ticks; }
        }
        return (busy, all);
    }
}
