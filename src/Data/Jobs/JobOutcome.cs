namespace BloxOs.Data.Jobs;

/// <summary>How a run of a job went.</summary>
/// <param name="Did">How many things it worked on.</param>
/// <param name="Result">That in words.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record JobOutcome(long Did, string Result, string? Error = null);
