using BloxOs.Data.Audit;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Commands;

/// <summary>Gives commands to rigs for pages and API: written down first, then handed to the rig's grain.</summary>
internal sealed class CommandDesk(IGrainFactory grains, IAuditTrail audit)
{
    /// <summary>Gives a command to the rig that the gate found.</summary>
    /// <param name="http">The call; the gate has let it in.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="instance">The miner; null for all.</param>
    /// <param name="version">The version, for an update of the agent.</param>
    /// <param name="wait">How long it may wait for the rig.</param>
    /// <param name="once">What the form was made with: the same form twice is one command.</param>
    /// <exception cref="AuditUnavailableException">It could not be written down; nothing was done.</exception>
    public Task<CommandAnswer> OrderAsync(HttpContext http, CommandKind kind, string? instance, string? version, TimeSpan wait, string? once = null)
    {
        var rig = http.Granted().Rig!.Description;
        return Complaint(kind, instance, version) is { } wrong
            ? Task.FromResult(CommandAnswer.Refused(wrong))
            : GiveAsync(http, rig.RigId, rig.Name, new(kind, instance, version, wait, once));
    }

    /// <summary>Gives a command to a rig of the farm that the gate let the caller into; a rig that has left it is not found.</summary>
    /// <param name="http">The call.</param>
    /// <param name="rigId">The rig.</param>
    /// <param name="rigName">Its name, for the audit log.</param>
    /// <param name="wish">What is wanted; <see cref="Complaint"/> finds nothing wrong with it.</param>
    /// <exception cref="AuditUnavailableException">It could not be written down; nothing was done.</exception>
    internal Task<CommandAnswer> GiveAsync(HttpContext http, string rigId, string rigName, CommandWish wish)
    {
        var granted = http.Granted();
        var (kind, instance, version, wait, once) = wish;
        string id = OpaqueId.IsValid(once) ? OpaqueId.From($"command {rigId} {kind} {instance} {version} {once}") : OpaqueId.New();
        List<AuditChange> about = [];
        if (instance is not null) { about.Add(new("miner", null, instance)); }
        if (version is not null) { about.Add(new("version", null, version)); }
        var draft = new AuditDraft(CommandWords.Action(kind)) { FarmId = granted.FarmId, RigId = rigId, Target = rigName, Changes = about };
        return audit.DoAsync(http, draft, () => grains.GetGrain<IRigGrain>(rigId).Order(granted.FarmId, new(id, kind, instance, version, granted.Caller.Name, wait)), static answer => Refusal(answer));
    }

    /// <summary>Who may give a command may take it back; one that is not there anybody may look for.</summary>
    public async Task<bool> MayCancelAsync(HttpContext http, string commandId)
    {
        var granted = http.Granted();
        var command = await grains.GetGrain<IRigGrain>(granted.Rig!.RigId).GetCommand(commandId);
        return command is null || granted.May(CommandWords.Needed(command.Kind));
    }

    /// <summary>Takes back a command that was not sent yet.</summary>
    /// <exception cref="AuditUnavailableException">It could not be written down; nothing was done.</exception>
    public Task<CommandAnswer> CancelAsync(HttpContext http, string commandId)
    {
        var granted = http.Granted();
        var draft = Draft(granted, "rig.cancel-command") with { Changes = [new("command", null, AuditText.Of(commandId, OpaqueId.Length))] };
        return audit.DoAsync(http, draft, () => grains.GetGrain<IRigGrain>(granted.Rig!.RigId).CancelCommand(granted.FarmId, commandId), static answer => Refusal(answer));
    }

    /// <summary>What is wrong with an order; null when nothing is.</summary>
    public static string? Complaint(CommandKind kind, string? instance, string? version)
    {
        if (!Enum.IsDefined(kind)) { return "There is no such command."; }
        if (instance is not null && !CommandWords.IsForMiners(kind)) { return "Only commands to miners name one."; }
        if (instance is not null && !WantedRules.IsName(instance)) { return "The name of a miner has 1 to 32 of a-z, 0-9 and hyphen."; }
        if (version is not null && kind != CommandKind.UpdateAgent) { return "Only an update of the agent names a version."; }
        return version is not null && !WantedRules.IsVersion(version) ? "A version has 1 to 40 of letters, digits, dot, hyphen and plus." : null;
    }

    static string? Refusal(CommandAnswer answer) => answer.Outcome switch
    {
        ChangeOutcome.Done => null,
        ChangeOutcome.NotFound => "not there any more",
        _ => answer.Reason ?? "refused",
    };

    static AuditDraft Draft(Granted granted, string action) => new(action) { FarmId = granted.FarmId, RigId = granted.Rig!.RigId, Target = granted.Rig.Description.Name };
}
