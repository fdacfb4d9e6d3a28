namespace BloxOs.Web.Display;

/// <summary>One thing in which a rig is not as it is wanted.</summary>
/// <param name="Subject">What it is about: "main", "pool of main".</param>
/// <param name="Wanted">As it is wanted; null when it is not wanted at all.</param>
/// <param name="Real">As it is; null when it is not there.</param>
/// <param name="Note">Why, where that is known.</param>
internal sealed record DriftLine(string Subject, string? Wanted, string? Real, string? Note = null);
