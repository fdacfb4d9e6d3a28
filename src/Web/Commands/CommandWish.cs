using BloxOs.Grains.Commands;

namespace BloxOs.Web.Commands;

/// <summary>A command as a person wants it, whichever rig it is for.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Instance">The miner; null for all, or for what is no miner's.</param>
/// <param name="Version">Version of the agent, for an update; null for the newest.</param>
/// <param name="Wait">How long it may wait for a rig, <see cref="CommandLimits.LeastWait"/> to <see cref="CommandLimits.LongestWait"/>.</param>
/// <param name="Once">An opaque id that the form was made with: the same form twice is one command. Null when it is no form.</param>
internal sealed record CommandWish(CommandKind Kind, string? Instance, string? Version, TimeSpan Wait, string? Once = null);
