using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Whether an instance is to run.</summary>
/// <param name="Run">It is.</param>
/// <param name="State">One of <see cref="MinerStates"/>, where it is not.</param>
/// <param name="Reason">Why not, for people.</param>
internal readonly record struct MinerGoal(bool Run, string State, string? Reason)
{
    /// <summary>Decides.</summary>
    /// <param name="wanted">What is wanted of it; null while nobody has said.</param>
    /// <param name="removed">It is wanted no more.</param>
    /// <param name="record">What is kept about it.</param>
    /// <param name="holds">Holds on all miners.</param>
    public static MinerGoal Of(DesiredMiner? wanted, bool removed, MinerRecord record, IReadOnlyList<MinerHold> holds)
    {
        if (removed) { return Not(MinerStates.Stopped, "it is wanted no more"); }
        if (record.StoppedByHand) { return Not(MinerStates.Stopped, "stopped by hand"); }
        if (holds.Concat(record.Holds).FirstOrDefault() is { } hold) { return Not(MinerStates.Held, hold.Reason); }
        if (wanted?.Enabled is false) { return Not(MinerStates.Stopped, "switched off"); }
        return record.Failed is { } failure ? Not(MinerStates.Failed, failure) : new(true, MinerStates.Running, null);
    }

    static MinerGoal Not(string state, string reason) => new(false, state, reason);
}
