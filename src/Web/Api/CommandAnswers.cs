using BloxOs.Grains.Commands;

namespace BloxOs.Web.Api;

/// <summary>A command to a rig. Times are the server's; what is null has not happened.</summary>
/// <param name="Id">Opaque id.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Instance">Miner instance; null for all, or for what is no miner's.</param>
/// <param name="Version">Version of the agent, for an update.</param>
/// <param name="State">queued, sent, started, then for good ok, failed, expired, unknown or cancelled.</param>
/// <param name="OrderedBy">Who gave it.</param>
/// <param name="CreatedAt">When it was given.</param>
/// <param name="NotAfter">After this it does not begin any more.</param>
/// <param name="SentAt">When it was handed to the rig's connection.</param>
/// <param name="StartedAt">When word came that the rig had begun.</param>
/// <param name="EndedAt">When it was over.</param>
/// <param name="Output">What the rig printed, or why it ended like this; at most 16 KB, of old commands none.</param>
/// <param name="OutputCut">The beginning of the output, or all of it, is not kept.</param>
/// <param name="OutputLeftOut">Only in lists: the output is over 200 characters long; get the command by its id.</param>
internal sealed record CommandView(
    string Id, CommandKind Kind, string? Instance, string? Version, CommandPhase State, string OrderedBy, DateTimeOffset CreatedAt, DateTimeOffset NotAfter,
    DateTimeOffset? SentAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Output, bool OutputCut, bool OutputLeftOut)
{
    /// <summary>As it stands.</summary>
    public static CommandView Of(RigCommand command) => new(
        command.CommandId, command.Kind, command.Instance, command.Version, command.Phase, command.OrderedBy, command.CreatedAt, command.NotAfter,
        command.SentAt, command.StartedAt, command.EndedAt, command.Output, command.Cut, command.OutputLeftOut);
}

/// <summary>A command that is wanted.</summary>
/// <param name="Kind">What it asks for. Miners and diagnose need the level operator, the others manager.</param>
/// <param name="Instance">Miner instance; left out for all.</param>
/// <param name="Version">Version of the agent to change to; left out for the newest.</param>
/// <param name="ExpiresInSeconds">How long it may wait for a rig that is away, 10 to 604800; left out for 900.</param>
internal sealed record CommandInput(CommandKind Kind, string? Instance = null, string? Version = null, int? ExpiresInSeconds = null);
