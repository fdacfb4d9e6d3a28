using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Telemetry;

/// <summary>Follows the kernel's log: what matters becomes an event of the rig, and the last Xid of each card is kept.</summary>
/// <param name="kernelLog">The log.</param>
/// <param name="roots">Where the time since boot is.</param>
/// <param name="events">Where events go; null when only the Xids are of interest.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the limits.</param>
internal sealed class KernelWatch(KernelLog kernelLog, SystemRoots roots, RigEvents? events, AgentLog log, TimeProvider time)
{
    const int MaximumLines = 4_096, MaximumEvents = 32, MaximumCards = 64;

    // What was logged before the agent came up has been told by the agent before it, unless the rig has just booted.
    const double JustBootedSeconds = 300;

    readonly ToolRunner _dmesg = new(time, TimeSpan.FromSeconds(5));
    readonly Dictionary<string, int> _xids = new(StringComparer.Ordinal);
    double _told = double.NaN;
    bool _useTool;

    /// <summary>The last Xid of each card since boot, by bus id.</summary>
    public IReadOnlyDictionary<string, int> Xids => _xids;

    /// <summary>Reads what was logged since the last call.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        var lines = kernelLog.Read(MaximumLines);
        if (kernelLog.Problem is { } problem && !_useTool)
        {
            _useTool = true;
            log.Warn($"the kernel's log can't be read ({problem}): Xid errors and resets are not seen; \"bloxos-agent doctor\" says how to mend it");
        }
        if (_useTool) { lines = await FromToolAsync(cancellation); }
        Take(lines);
    }

    /// <summary>Where the device may not be read, the tool sometimes may. It tells the whole log each time.</summary>
    async Task<IReadOnlyList<(double, string)>> FromToolAsync(CancellationToken cancellation)
    {
        var answer = await _dmesg.RunAsync(["dmesg", "--raw"], cancellation);
        if (answer.End != ToolEnd.Exited || answer.ExitCode != 0) { return []; }
        return [.. answer.Output.Split('\n').TakeLast(MaximumLines).Select(DmesgLine.Parse).OfType<(double, string)>()];
    }

    void Take(IReadOnlyList<(double Seconds, string Message)> lines)
    {
        bool first = double.IsNaN(_told);
        double uptime = ToolNumber.Of(SystemFile.Line(Path.Combine(roots.Proc, "uptime"))) ?? double.MaxValue;
        bool silent = first && uptime > JustBootedSeconds;
        double before = first ? double.NegativeInfinity : _told;
        if (first) { _told = 0; }
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (seconds, message) in lines)
        {
            if (seconds <= before && _useTool) { continue; }
            _told = Math.Max(_told, seconds);
            if (KernelLine.Of(message) is not { } line) { continue; }
            if (line is { BusId: { } bus, Xid: { } xid } && (_xids.ContainsKey(bus) || _xids.Count < MaximumCards)) { _xids[bus] = xid; }
            if (!silent && said.Count < MaximumEvents && said.Add(line.Text)) { events?.Add(RigEventKinds.Kernel, line.Text, busId: line.BusId); }
        }
    }
}
