namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>What a fault is about: the same subject and cause later is the same fault.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Instance">Miner instance; null for one of a card or the machine.</param>
/// <param name="BusId">Card; null where none is to blame.</param>
internal sealed record FaultKey(Cause Cause, string? Instance, string? BusId);

/// <summary>A fault in one snapshot.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Instance">Miner instance; null for one of a card or the machine.</param>
/// <param name="BusId">Card that is to blame; null where none is.</param>
/// <param name="Evidence">What was seen, for people.</param>
internal sealed record Fault(Cause Cause, string? Instance, string? BusId, string Evidence)
{
    /// <summary>A slow miner stays the same fault when another of its cards is the slowest.</summary>
    public FaultKey Key => new(Cause, Instance, Cause == Cause.DeadGpu ? BusId : null);
}
