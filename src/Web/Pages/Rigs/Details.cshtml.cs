using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using BloxOs.Web.History;
using BloxOs.Web.Timeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>One rig.</summary>
[NeedsRig(FarmLevel.Viewer)]
internal sealed class DetailsModel(IGrainFactory grains, ActivityBook activity, TroubleSince since, FarmFacts facts, SilenceLimits limits, TimeProvider time) : PageModel
{
    /// <summary>Everything on the page.</summary>
    public RigPage Rig { get; private set; } = null!;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may change it.</summary>
    public bool MayChange => this.Granted().May(FarmLevel.Manager);

    /// <summary>This person may act on its miners.</summary>
    public bool MayOperate => this.Granted().May(FarmLevel.Operator);

    /// <summary>What it was told.</summary>
    public RigOrders? Orders { get; private set; }

    /// <summary>The page.</summary>
    public Task OnGetAsync() => LoadAsync();

    /// <summary>Its content alone: after a gap in what was pushed.</summary>
    public async Task<IActionResult> OnGetListAsync()
    {
        await LoadAsync();
        return Partial("_RigAnew", Rig);
    }

    /// <summary>What happened, alone: asked again and again by the page.</summary>
    public async Task<IActionResult> OnGetActivityAsync()
    {
        ViewData["Polled"] = true;
        return Partial("_RigActivity", await activity.NewestAsync(this.Granted().Rig!, HttpContext.RequestAborted));
    }

    async Task LoadAsync()
    {
        var view = this.Granted().Rig!;
        Orders = await grains.GetGrain<IRigGrain>(view.RigId).GetOrders();
        var farm = grains.GetGrain<IFarmGrain>(view.Description.FarmId);
        var (settings, usual) = (await farm.GetSettings(), facts.KnownUsual(view.Description.FarmId));
        // The others are asked for only where they are evidence: whether they fell silent with it, and how fast their cards are.
        bool isAway = view.Reading.Status == RigStatus.Offline;
        var others = isAway || usual is null ? await farm.GetView() : null;
        if (others is not null && !isAway) { usual = facts.UsualOf(view.Description.FarmId, others.Rigs, settings); }
        Rig = new(view, time.GetUtcNow(), HeatBands.Of(settings), Orders, others?.Rigs, await activity.LastMinutesAsync(view, HttpContext.RequestAborted), limits, usual)
        {
            Activity = await activity.NewestAsync(view, HttpContext.RequestAborted),
        };
        Rig.Since = await since.OfAsync(Rig.Facts);
    }
}
