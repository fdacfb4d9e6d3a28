namespace BloxOs.Agent.Recovery.Steps;

/// <summary>A card that is or was left out.</summary>
/// <param name="BusId">Its address.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Since">When it was taken out, or in again.</param>
/// <param name="BootId">The boot in which it was taken out.</param>
/// <param name="Times">How often in a row.</param>
/// <param name="IsOut">It is left out now.</param>
internal sealed record QuarantinedCard(string BusId, string Reason, TimeSpan Since, string? BootId, int Times, bool IsOut);
