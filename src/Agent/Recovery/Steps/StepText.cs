using System.Globalization;
using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>Steps in plain words: what is done, then why.</summary>
internal static class StepText
{
    /// <summary>A step that is taken now.</summary>
    public static string Of(Rung rung, Fault fault, IReadOnlyList<string> instances) => $"{Now(rung, fault, instances)}: {fault.Evidence}";

    /// <summary>A step that was taken.</summary>
    public static string Done(Rung rung, Fault fault) => rung switch
    {
        Rung.NextPool => "changed to the next pool",
        Rung.RestartMiner => "the miner was restarted",
        Rung.LeaveCardOut => $"the miner was restarted without card {fault.BusId}",
        Rung.ReloadDriver => "the driver was loaded anew",
        Rung.Reboot => "the rig was rebooted",
        _ => "read again",
    };

    /// <summary>A person is asked.</summary>
    public static string Ask(Fault fault, string why) => $"a person is needed ({why}): {fault.Evidence}";

    /// <summary>Why nothing more is tried.</summary>
    public static string Tried(Episode episode) => episode.Steps switch
    {
        0 => "the rig itself can do nothing about it",
        1 => "one step did not help",
        var steps => string.Create(CultureInfo.InvariantCulture, $"{steps} steps did not help"),
    };

    /// <summary>Why there is no reboot.</summary>
    public static string NoReboot(int allowed) => allowed == 0
        ? "reboots are not allowed"
        : string.Create(CultureInfo.InvariantCulture, $"a reboot would be next, and the {allowed} of 6 hours are used up");

    /// <summary>Time to wait, for people.</summary>
    public static string Wait(TimeSpan time) => time switch
    {
        { Ticks: <= 0 } => "a moment",
        { TotalMinutes: < 1.5 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min"),
    };

    static string Now(Rung rung, Fault fault, IReadOnlyList<string> instances) => rung switch
    {
        Rung.NextPool => "next pool",
        Rung.RestartMiner => $"restart of {string.Join(", ", instances)}",
        Rung.LeaveCardOut => $"restart of {string.Join(", ", instances)} without card {fault.BusId}",
        Rung.ReloadDriver => "driver loaded anew, all miners stopped for it",
        Rung.Reboot => "reboot",
        _ => "read again",
    };
}
