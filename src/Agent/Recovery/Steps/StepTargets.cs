using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>Which miners a fault concerns, and whether a step makes sense for it.</summary>
internal static class StepTargets
{
    /// <summary>Cards that mine are used to nearly 100 %.</summary>
    const double BusyPercent = 80;

    /// <summary>Miners that the fault concerns.</summary>
    public static IEnumerable<MinerView> Of(Fault fault, RigView rig) => fault switch
    {
        { Instance: { } name } => rig.Miners.Where(m => m.Name == name),
        { BusId: { } card } => rig.Miners.Where(m => m.Cards.Contains(card)),
        { Cause: Cause.HighLoad } => rig.Miners.Where(m => m.RunningFor is not null),
        _ => [],
    };

    /// <summary>The instances that a step changes; null when the step is of no use here and is left out.</summary>
    /// <param name="rung">The step.</param>
    /// <param name="same">How often it was already considered for this fault.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="input">What is known.</param>
    public static IReadOnlyList<string>? For(Rung rung, int same, Fault fault, LadderInput input)
    {
        var miners = Of(fault, input.Rig).ToArray();
        switch (rung)
        {
            case Rung.ReadAgain: return [];
            case Rung.NextPool: return NamesOf(miners.Where(m => same < m.Pools - 1));
            case Rung.RestartMiner: return NamesOf(miners.Where(IsWanted));
            case Rung.LeaveCardOut: return fault.BusId is { } card ? NamesOf(miners.Where(m => CanDoWithout(m, card))) : null;
            case Rung.ReloadDriver: return input.Policy.CanReloadDriver && UsesCards(fault, miners) && IsWorth(fault, miners, input) ? Everything(input) : null;
            case Rung.Reboot: return IsWorth(fault, miners, input) ? [] : null;
            default: return null;
        }
    }

    static string[]? NamesOf(IEnumerable<MinerView> miners) => miners.Select(m => m.Name).ToArray() is { Length: > 0 } names ? names : null;

    static string[] Everything(LadderInput input) => [.. input.Rig.Miners.Where(m => m.RunningFor is not null).Select(m => m.Name)];

    static bool IsWanted(MinerView miner) => miner.State is not (MinerStates.Stopped or MinerStates.Held);

    static bool CanDoWithout(MinerView miner, string card) => IsWanted(miner) && miner.CanLeaveCardsOut && miner.Cards.Count > 1 && miner.Cards.Contains(card);

    static bool UsesCards(Fault fault, MinerView[] miners) => fault.BusId is not null || miners.Any(m => m.Cards.Count > 0);

    /// <summary>
    /// Whether more than a restart of the miner may help. A rig on which nothing is wanted is left in peace, and so is one whose only fault is a miner that never worked, never
    /// answered, or never made what is asked of it: that is its configuration, and no boot mends it.
    /// </summary>
    static bool IsWorth(Fault fault, MinerView[] miners, LadderInput input)
    {
        if (!input.Rig.Miners.Any(IsWanted)) { return false; }
        return fault.Cause switch
        {
            Cause.CrashLoop => miners.Any(m => m.HasWorked),
            Cause.HungApi => miners.Any(m => m.HasAnswered && !IsBusy(m, input.Rig)),
            Cause.LowHashrate => miners.Any(m => m.ReachedFloor),
            _ => true,
        };
    }

    /// <summary>All its cards work, whatever it says: a new version that cannot be understood, not a hang.</summary>
    static bool IsBusy(MinerView miner, RigView rig) =>
        miner.Cards.Count > 0 && miner.Cards.All(c => rig.Gpus.Any(g => g.BusId == c && g.UtilizationPercent >= BusyPercent));
}
