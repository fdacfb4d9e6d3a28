using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>What the ladder decided.</summary>
/// <param name="Steps">Steps to take now; a reboot comes alone.</param>
/// <param name="Over">Faults that are over, as they were.</param>
internal sealed record LadderAnswer(IReadOnlyList<RecoveryStep> Steps, IReadOnlyList<Fault> Over)
{
    /// <summary>Nothing to do.</summary>
    public static LadderAnswer Nothing { get; } = new([], []);
}
