namespace BloxOs.Agent.Recovery.State;

/// <summary>A <see cref="RigClock"/> at one moment.</summary>
/// <param name="Total">Its time.</param>
/// <param name="BootId">The boot.</param>
/// <param name="Uptime">Time since that boot.</param>
internal sealed record ClockNote(TimeSpan Total, string? BootId, TimeSpan Uptime);
