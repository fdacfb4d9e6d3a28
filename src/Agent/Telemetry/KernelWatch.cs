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
/// <param name="dmesg">The tool for where the device may not be read; another one in tests.</param>
internal sealed class KernelWatch(KernelLog kernelLog, SystemRoots roots, RigEvents? events, AgentLog log, TimeProvider time, string dmesg = "dmesg")
{
    const int MaximumLines = 4_096, MaximumEvents = 32, MaximumCards = 64;

    // What was logged before the agent came up has been told by the agent before it, unless the rig has just booted.
    const double JustBootedSeconds = 300;

    /// <summary>The tool tells the whole log each time, so it is not asked with every sample.</summary>
    public static readonly TimeSpan ToolPause = TimeSpan.FromMinutes(2);

    /// <summary>A tool that was refused is asked again after this: somebody may have changed the rig's settings.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromHours(1);

    readonly ToolRunner _runner = new(time, TimeSpan.FromSeconds(5));
    readonly Dictionary<string, int> _xids = new(StringComparer.Ordinal);
    double _told = double.NaN;
    bool _usedTool;
    TimeSpan _pause;
    long _askedAt;

    /// <summary>The last Xid of each card since boot, by bus id.</summary>
    public IReadOnlyDictionary<string, int> Xids => _xids;

    /// <summary>Reads what was logged since the last call.</summary>
    /// <exception cref="OperationCanceledException">The agent stops.</exception>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        var lines = kernelLog.Read(MaximumLines);
        if (kernelLog.Problem is { } problem)
        {
            if (_usedTool && time.GetElapsedTime(_askedAt) < _pause) { return; }
            if (!_usedTool) { log.Warn($"the kernel's log can't be read ({problem}): Xid errors and resets are seen late or not at all; \"bloxos-agent doctor\" says how to mend it"); }
            if (await FromToolAsync(cancellation) is not { } told) { return; }
            lines = told;
        }
        Take(lines);
    }

    /// <summary>Where the device may not be read, the tool sometimes may. It tells the whole log each time. Null when it is refused as well.</summary>
    async Task<IReadOnlyList<(double, string)>?> FromToolAsync(CancellationToken cancellation)
    {
        _usedTool = true;
        var answer = await _runner.RunAsync([dmesg, "--raw"], cancellation);
        bool answered = answer is { End: ToolEnd.Exited, ExitCode: 0 };
        (_pause, _askedAt) = (answered ? ToolPause : RefusedPause, time.GetTimestamp());
        if (!answered) { return null; }
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
            if (seconds <= before && _usedTool) { continue; }
            _told = Math.Max(_told, seconds);
            if (KernelLine.Of(message) is not { } line) { continue; }
            if (line is { BusId: { } bus, Xid: { } xid } && (_xids.ContainsKey(bus) || _xids.Count < MaximumCards)) { _xids[bus] = xid; }
            if (!silent && said.Count < MaximumEvents && said.Add(line.Text)) { events?.Add(RigEventKinds.Kernel, line.Text, busId: line.BusId); }
        }
    }
}
