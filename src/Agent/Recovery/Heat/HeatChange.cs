namespace BloxOs.Agent.Recovery.Heat;

/// <summary>Something about a card's heat that people are told.</summary>
/// <param name="BusId">The card.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">For people, one line.</param>
internal sealed record HeatChange(string BusId, HeatChangeKind Kind, string Text);
