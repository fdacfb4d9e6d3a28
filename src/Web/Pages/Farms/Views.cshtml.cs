using System.Collections.Immutable;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Views;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The views of a farm's rigs that this person saved.</summary>
[NeedsFarm(FarmLevel.Viewer)]
internal sealed class ViewsModel(IGrainFactory grains, IAuditTrail audit) : PageModel
{
    /// <summary>By name.</summary>
    public ImmutableArray<SavedView> Views { get; private set; } = [];

    /// <summary>What is wrong.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The farm's id.</summary>
    public string FarmId => this.Granted().FarmId;

    /// <summary>The farm's name.</summary>
    public string FarmName => this.Granted().FarmName;

    string UserId => this.Granted().Caller.UserId;

    IUserViewsGrain Grain => grains.GetGrain<IUserViewsGrain>(UserId);

    /// <summary>The page.</summary>
    public async Task OnGetAsync() => Views = await Grain.GetViews(FarmId);

    /// <summary>Saves what the list shows.</summary>
    public async Task<IActionResult> OnPostAsync(string? name, string? query)
    {
        string kept = RigsQuery.Kept(query);
        return await ChangeAsync("view.save", name ?? "", () => Grain.Save(FarmId, name ?? "", kept), $"/farms/{FarmId}{kept}");
    }

    /// <summary>Gives one another name.</summary>
    public Task<IActionResult> OnPostRenameAsync(string? viewId, string? name) =>
        ChangeAsync("view.rename", name ?? "", () => Grain.Rename(FarmId, viewId ?? "", name ?? ""), $"/farms/{FarmId}/views");

    /// <summary>Deletes one.</summary>
    public Task<IActionResult> OnPostDeleteAsync(string? viewId) =>
        ChangeAsync("view.delete", viewId ?? "", () => Grain.Delete(FarmId, viewId ?? ""), $"/farms/{FarmId}/views");

    async Task<IActionResult> ChangeAsync(string action, string target, Func<Task<ChangeResult>> change, string back)
    {
        var result = await audit.DoAsync(HttpContext, new AuditDraft(action) { UserId = UserId, Target = target }, change, ChangeText.Refusal);
        if (result.Outcome == ChangeOutcome.Done) { return Redirect(back); }
        if (result.Outcome == ChangeOutcome.NotFound) { return NotFound(); }
        Views = await Grain.GetViews(FarmId);
        (Wrong, Response.StatusCode) = (result.Reason, StatusCodes.Status422UnprocessableEntity);
        return Page();
    }
}
