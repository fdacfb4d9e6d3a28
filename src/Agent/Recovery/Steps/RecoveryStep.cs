using BloxOs.Agent.Recovery.Diagnosis;

namespace BloxOs.Agent.Recovery.Steps;

/// <summary>A step to take now.</summary>
/// <param name="Rung">What.</param>
/// <param name="Fault">Why.</param>
/// <param name="Instances">Miner instances that it changes; empty for steps that change none, or all.</param>
/// <param name="Text">What and why, for people, one line.</param>
internal sealed record RecoveryStep(Rung Rung, Fault Fault, IReadOnlyList<string> Instances, string Text);
