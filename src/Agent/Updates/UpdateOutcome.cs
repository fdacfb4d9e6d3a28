namespace BloxOs.Agent.Updates;

/// <summary>What came of the preparation of an update.</summary>
/// <param name="Result">In a word.</param>
/// <param name="Text">The same for people, one line.</param>
/// <param name="Version">The version that the server has; null when that is not known.</param>
internal sealed record UpdateOutcome(UpdateResult Result, string Text, string? Version = null);
