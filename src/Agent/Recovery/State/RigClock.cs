namespace BloxOs.Agent.Recovery.State;

/// <summary>
/// Time that this rig has been seen to run, over reboots: the sum of its uptimes, as far as they were noted. It stands while the rig is off and
/// never runs faster than real time, so that neither a wrong battery nor a time server moves it.
/// </summary>
internal sealed class RigClock
{
    readonly Func<TimeSpan> _uptime;
    readonly TimeSpan _offset;

    /// <summary>Goes on from where it was noted.</summary>
    /// <param name="noted">What is on the disk; null: begins at nothing.</param>
    /// <param name="bootId">Names this boot; null when the kernel does not tell.</param>
    /// <param name="uptime">Time since this boot.</param>
    public RigClock(ClockNote? noted, string? bootId, Func<TimeSpan> uptime)
    {
        (_uptime, BootId) = (uptime, bootId);
        var up = uptime();
        var before = noted?.Total ?? TimeSpan.Zero;
        // Without a name for the boot, time before this moment may have been counted already.
        _offset = noted is null || bootId is null ? before - up
            : noted.BootId != bootId ? before
            : before - (noted.Uptime < up ? noted.Uptime : up);
    }

    /// <summary>Names this boot; null when the kernel does not tell.</summary>
    public string? BootId { get; }

    /// <summary>Now.</summary>
    public TimeSpan Now => _offset + _uptime();

    /// <summary>What to put on the disk.</summary>
    public ClockNote Note()
    {
        var up = _uptime();
        return new(_offset + up, BootId, up);
    }
}
