using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using BloxOs.Web.Commands;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>The commands of a rig, and where the forms that give them post to.</summary>
[NeedsRig(FarmLevel.Viewer)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class CommandsModel(IGrainFactory grains, CommandDesk desk, IAuditTrail audit, TimeProvider time) : PageModel
{
    const int ChangeTries = 3;

    /// <summary>The rig.</summary>
    public RigDescription Rig => this.Granted().Rig!.Description;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may act on its miners.</summary>
    public bool MayOperate => this.Granted().May(FarmLevel.Operator);

    /// <summary>This person may act on the machine.</summary>
    public bool MayManage => this.Granted().May(FarmLevel.Manager);

    /// <summary>Its commands.</summary>
    public CommandList List { get; private set; } = new("", [], false, false);

    /// <summary>People work on it.</summary>
    public bool Maintenance { get; private set; }

    /// <summary>Why nothing was done.</summary>
    public string? Wrong { get; private set; }

    IRigGrain Grain => grains.GetGrain<IRigGrain>(Rig.RigId);

    /// <summary>The page, with the whole output of one command when it is asked for.</summary>
    public Task OnGetAsync(string? output) => LoadAsync(output);

    /// <summary>The list alone.</summary>
    public async Task<IActionResult> OnGetListAsync(string? output)
    {
        await LoadAsync(output);
        return Partial("_CommandList", List);
    }

    /// <summary>Start, stop or restart of miners, and the diagnostic bundle.</summary>
    [NeedsRig(FarmLevel.Operator)]
    public Task<IActionResult> OnPostMinerAsync(CommandKind kind, string? instance, string? once) =>
        CommandWords.Needed(kind) <= FarmLevel.Operator ? GiveAsync(kind, instance, null, once) : RefuseAsync(StatusCodes.Status400BadRequest, "There is no such command for miners.");

    /// <summary>What concerns the machine; what is dangerous comes from the page that asks again.</summary>
    [NeedsRig(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostMachineAsync(CommandKind kind, string? version, string? once, bool sure) =>
        CommandWords.IsDangerous(kind) && !sure ? Redirect($"/rigs/{Rig.RigId}/confirm?kind={kind}") : await GiveAsync(kind, null, string.IsNullOrWhiteSpace(version) ? null : version.Trim(), once);

    /// <summary>Takes back a command that waits.</summary>
    [NeedsRig(FarmLevel.Operator)]
    public async Task<IActionResult> OnPostCancelAsync(string? commandId) => await desk.MayCancelAsync(HttpContext, commandId ?? "")
        ? await AnswerAsync(await desk.CancelAsync(HttpContext, commandId ?? ""), $"/rigs/{Rig.RigId}/commands")
        : await RefuseAsync(StatusCodes.Status403Forbidden, "Only a manager takes back what only a manager may order.");

    /// <summary>Says that people work on the rig, or do not any more.</summary>
    [NeedsRig(FarmLevel.Manager)]
    public async Task<IActionResult> OnPostMaintenanceAsync(bool on)
    {
        var granted = this.Granted();
        var draft = new AuditDraft(on ? "rig.begin-maintenance" : "rig.end-maintenance") { FarmId = granted.FarmId, RigId = Rig.RigId, Target = Rig.Name };
        var result = await audit.DoAsync(HttpContext, draft, () => ChangeMaintenanceAsync(on, granted), ChangeText.Refusal);
        return result.Outcome switch
        {
            ChangeOutcome.Done => Redirect($"/rigs/{Rig.RigId}"),
            ChangeOutcome.NotFound => NotFound(),
            _ => await RefuseAsync(StatusCodes.Status409Conflict, result.Reason ?? "Others change this at the same time. Try again."),
        };
    }

    async Task<ChangeResult> ChangeMaintenanceAsync(bool on, Granted granted)
    {
        var result = ChangeResult.NotFound;
        for (int tries = 0; tries < ChangeTries; tries++)
        {
            if (await Grain.GetOrders() is not { } orders) { return ChangeResult.NotFound; }
            if (orders.Wanted.Maintenance == on) { return ChangeResult.Done(orders.Wanted.Revision); }
            result = await Grain.ChangeWanted(granted.FarmId, orders.Wanted with { Maintenance = on, ChangedBy = granted.Caller.Name });
            if (result.Outcome != ChangeOutcome.Changed) { break; }
        }
        return result;
    }

    async Task<IActionResult> GiveAsync(CommandKind kind, string? instance, string? version, string? once) =>
        await AnswerAsync(await desk.OrderAsync(HttpContext, kind, string.IsNullOrEmpty(instance) ? null : instance, version, CommandWords.UsualWait, once), $"/rigs/{Rig.RigId}");

    async Task<IActionResult> AnswerAsync(CommandAnswer answer, string to) => answer.Outcome switch
    {
        ChangeOutcome.Done => Redirect(to),
        ChangeOutcome.NotFound => NotFound(),
        _ => await RefuseAsync(StatusCodes.Status409Conflict, answer.Reason ?? "That cannot be done now."),
    };

    async Task<IActionResult> RefuseAsync(int status, string why)
    {
        await LoadAsync();
        (Wrong, Response.StatusCode) = (why, status);
        return Page();
    }

    async Task LoadAsync(string? opened = null)
    {
        if (await Grain.GetOrders() is not { } orders) { return; }
        Maintenance = orders.Wanted.Maintenance;
        var now = time.GetUtcNow();
        var whole = OpaqueId.IsValid(opened) ? await Grain.GetCommand(opened) : null;
        var rows = orders.Commands.Select(command => command.CommandId == whole?.CommandId ? CommandRow.Of(Rig.RigId, whole, now) with { IsOpen = true } : CommandRow.Of(Rig.RigId, command, now));
        List = new(Rig.RigId, [.. rows], MayOperate, orders.Commands.Any(static c => !c.IsOver), whole?.CommandId);
    }
}
