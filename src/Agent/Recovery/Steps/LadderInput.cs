using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>What the ladder decides by.</summary>
/// <param name="Now">Time of <see cref="State.RigClock"/>.</param>
/// <param name="Rig">The rig as it is.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Policy">What is allowed.</param>
/// <param name="Maintenance">People work on the rig.</param>
internal sealed record LadderInput(TimeSpan Now, RigView Rig, Findings Findings, RecoveryPolicy Policy, bool Maintenance);
