using BloxOs.Grains.Commands;
using BloxOs.Web.Commands;

namespace BloxOs.Web.Api;

/// <summary>What became of a command at one of many rigs.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="Name">Its name.</param>
/// <param name="Command">The command, saved; null when this rig has none.</param>
/// <param name="Reason">Why it has none.</param>
internal sealed record BulkCommandResult(string RigId, string Name, CommandView? Command, string? Reason);

/// <summary>What became of a command to many rigs.</summary>
/// <param name="Given">Rigs that have it.</param>
/// <param name="Refused">Rigs that do not.</param>
/// <param name="Results">One for each rig, in the order in which they were named.</param>
internal sealed record BulkCommandView(int Given, int Refused, IReadOnlyList<BulkCommandResult> Results)
{
    /// <summary>As it stands.</summary>
    public static BulkCommandView Of(BulkAnswer answer) => new(
        answer.Given, answer.Results.Count - answer.Given,
        [.. answer.Results.Select(static r => new BulkCommandResult(r.RigId, r.Name, r.Answer.Command is { } command ? CommandView.Of(command) : null, ReasonOf(r.Answer)))]);

    static string? ReasonOf(CommandAnswer answer) =>
        answer.Command is not null ? null : answer.Outcome == Grains.Farms.ChangeOutcome.NotFound ? "The rig is not in this farm any more." : answer.Reason ?? "It breaks a rule.";
}

/// <summary>A command that is wanted of many rigs.</summary>
/// <param name="Rigs">Ids of 1 to 500 rigs of the farm, none twice.</param>
/// <param name="Kind">What it asks for. Miners and diagnose need the level operator, the others manager.</param>
/// <param name="Instance">Miner instance; left out for all.</param>
/// <param name="Version">Version of the agent to change to; left out for the newest.</param>
/// <param name="ExpiresInSeconds">How long it may wait for a rig that is away, 10 to 604800; left out for 900.</param>
internal sealed record BulkCommandInput(IReadOnlyList<string> Rigs, CommandKind Kind, string? Instance = null, string? Version = null, int? ExpiresInSeconds = null);
