using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Commands;

/// <summary>A command that is wanted.</summary>
/// <param name="CommandId">A fresh opaque id. The same one again is the same command, which is not given twice.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Instance">Miner instance; null for all, or for what is no miner's.</param>
/// <param name="Version">Version of the agent, for an update; null for the newest.</param>
/// <param name="OrderedBy">Name of the person.</param>
/// <param name="ExpiresIn">How long it may wait for the rig, <see cref="CommandLimits.LeastWait"/> to <see cref="CommandLimits.LongestWait"/>.</param>
[GenerateSerializer, Immutable, Alias("bloxos.command-order")]
public sealed record CommandOrder(
    [property: Id(0)] string CommandId, [property: Id(1)] CommandKind Kind, [property: Id(2)] string? Instance, [property: Id(3)] string? Version,
    [property: Id(4)] string OrderedBy, [property: Id(5)] TimeSpan ExpiresIn);

/// <summary>What became of an order, or of the wish to take it back.</summary>
/// <param name="Outcome">Done, NotFound or Refused.</param>
/// <param name="Command">The command; null unless done.</param>
/// <param name="Reason">For people, one sentence; only when refused.</param>
[GenerateSerializer, Immutable, Alias("bloxos.command-answer")]
public sealed record CommandAnswer([property: Id(0)] ChangeOutcome Outcome, [property: Id(1)] RigCommand? Command = null, [property: Id(2)] string? Reason = null)
{
    /// <summary>No such rig or command.</summary>
    public static CommandAnswer NotFound { get; } = new(ChangeOutcome.NotFound);

    /// <summary>Breaks a rule.</summary>
    public static CommandAnswer Refused(string reason) => new(ChangeOutcome.Refused, null, reason);
}

/// <summary>A rig's word on a command. Its own clock is not asked.</summary>
/// <param name="CommandId">The command, as the rig says.</param>
/// <param name="Phase">Started, Ok, Failed, Expired or Unknown.</param>
/// <param name="Output">Bounded and safe to show.</param>
/// <param name="Cut">Something was cut from the beginning of the output.</param>
[GenerateSerializer, Immutable, Alias("bloxos.command-report")]
public sealed record CommandReport([property: Id(0)] string CommandId, [property: Id(1)] CommandPhase Phase, [property: Id(2)] string? Output, [property: Id(3)] bool Cut);

/// <summary>What to make of a rig's word.</summary>
/// <param name="Counts">It changed something; false for one that is late, comes again, or is about a command that this rig was not given.</param>
/// <param name="Forget">The rig need not repeat it: it is saved, or will never matter.</param>
[GenerateSerializer, Immutable, Alias("bloxos.command-receipt")]
public readonly record struct CommandReceipt([property: Id(0)] bool Counts, [property: Id(1)] bool Forget);
