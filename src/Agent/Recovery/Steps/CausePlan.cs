using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>What is done about a cause, and how long it has to last before.</summary>
/// <param name="Confirm">Time without a break that the fault is seen before the first step.</param>
/// <param name="Rungs">Steps in order; the last is always <see cref="Rung.AskPerson"/>.</param>
internal sealed record CausePlan(TimeSpan Confirm, IReadOnlyList<Rung> Rungs)
{
    static readonly Dictionary<Cause, CausePlan> All = new()
    {
        // Nothing on the rig mends the way out; a miner that runs finds its pool by itself when the way is back.
        [Cause.NetworkDown] = Of(2, Rung.ReadAgain, Rung.AskPerson),
        [Cause.PoolDown] = Of(3, Rung.ReadAgain, Rung.NextPool, Rung.NextPool, Rung.NextPool, Rung.AskPerson),
        // The guard has stopped what heats; only a person cleans a fan.
        [Cause.Overheating] = Of(15, Rung.ReadAgain, Rung.AskPerson),
        // The other cards first earn again; a boot brings most lost cards back, and a second one hardly ever does what the first did not.
        [Cause.DeadGpu] = Of(1, Rung.ReadAgain, Rung.LeaveCardOut, Rung.ReloadDriver, Rung.Reboot, Rung.AskPerson),
        [Cause.CrashLoop] = Of(1, Rung.ReadAgain, Rung.RestartMiner, Rung.ReloadDriver, Rung.Reboot, Rung.AskPerson),
        [Cause.HungApi] = Of(1, Rung.ReadAgain, Rung.RestartMiner, Rung.RestartMiner, Rung.ReloadDriver, Rung.Reboot, Rung.Reboot, Rung.AskPerson),
        [Cause.LowHashrate] = Of(5, Rung.ReadAgain, Rung.RestartMiner, Rung.LeaveCardOut, Rung.ReloadDriver, Rung.Reboot, Rung.AskPerson),
        [Cause.HighLoad] = Of(10, Rung.ReadAgain, Rung.RestartMiner, Rung.Reboot, Rung.AskPerson),
        // A boot could leave a rig with a broken disk dead, and could not be counted.
        [Cause.DiskReadOnly] = Of(2, Rung.ReadAgain, Rung.AskPerson),
    };

    /// <summary>The plan of a cause.</summary>
    public static CausePlan For(Cause cause) => All[cause];

    static CausePlan Of(double minutes, params Rung[] rungs) => new(TimeSpan.FromMinutes(minutes), rungs);
}
