using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Steps;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>Something that broke.</summary>
/// <param name="Cause">What.</param>
/// <param name="Card">Where, when it is a card.</param>
/// <param name="Cure">This step, or a harder one, mends it; null: none does.</param>
/// <param name="Until">When it goes by itself.</param>
internal sealed record SimulatedFault(Cause Cause, string Card, Rung? Cure, TimeSpan Until);
