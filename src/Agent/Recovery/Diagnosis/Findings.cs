namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>What one snapshot shows.</summary>
/// <param name="Faults">Faults, the cause before its effects; effects of another fault are left out.</param>
/// <param name="HealthyMiners">Instances that could be judged in full and are well.</param>
/// <param name="HealthyCards">Cards that answer.</param>
/// <param name="MachineHealthy">Load and disk are known and well.</param>
internal sealed record Findings(IReadOnlyList<Fault> Faults, IReadOnlySet<string> HealthyMiners, IReadOnlySet<string> HealthyCards, bool MachineHealthy)
{
    /// <summary>Nothing outside can be reached.</summary>
    public bool NetworkDown => Faults.Any(f => f.Cause == Cause.NetworkDown);

    /// <summary>The subject of a fault was looked at and is well: not merely hidden by another fault, starting or stopped.</summary>
    public bool IsHealthy(FaultKey key) => key switch
    {
        { Cause: Cause.NetworkDown } => !NetworkDown,
        { BusId: { } card } => HealthyCards.Contains(card),
        { Cause: Cause.Overheating } => Faults.All(f => f.Key != key),
        { Instance: { } instance } => HealthyMiners.Contains(instance),
        _ => MachineHealthy,
    };
}
