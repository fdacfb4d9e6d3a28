namespace BloxOs.Agent.Control;

/// <summary>Somebody who keeps a miner from running.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="BootId">Boot during which it counts.</param>
internal sealed record MinerHold(string Holder, string Reason, string? BootId);
