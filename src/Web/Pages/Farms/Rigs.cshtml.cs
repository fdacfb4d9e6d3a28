using System.Collections.Immutable;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Views;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The rigs of a farm.</summary>
[NeedsFarm(FarmLevel.Viewer)]
internal sealed class RigsModel(IFarmAccess access, IGrainFactory grains, FarmFacts facts, HistoryBook history, TimeProvider time) : PageModel
{
    /// <summary>Name and totals.</summary>
    public FarmHead Head { get; private set; } = null!;

    /// <summary>The rigs under the chosen filter.</summary>
    public FarmList List { get; private set; } = null!;

    /// <summary>What this person saved of this farm.</summary>
    public ImmutableArray<SavedView> SavedViews { get; private set; } = [];

    /// <summary>The query string that shows the same list.</summary>
    public string Query => FarmList.QueryOf(new(List.Filter.Key, List.Search, List.Order, List.View == FarmViewKind.Tiles ? "tiles" : null));

    /// <summary>The list is for the wall.</summary>
    public bool IsWall { get; private set; }

    /// <summary>This person may add rigs here.</summary>
    public bool MayAdd => this.Granted().May(FarmLevel.Manager);

    /// <summary>This person may act on rigs, so he may choose some.</summary>
    public bool MayPick => this.Granted().May(FarmLevel.Operator);

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(RigsQuery query)
    {
        if (await LoadAsync(query) is null) { return NotFound(); }
        SavedViews = await grains.GetGrain<IUserViewsGrain>(this.Granted().Caller.UserId).GetViews(this.Granted().FarmId);
        return Page();
    }

    /// <summary>The list alone, with its chips: for the search box, and after a gap in what was pushed.</summary>
    public async Task<IActionResult> OnGetListAsync(RigsQuery query)
    {
        if (await LoadAsync(query) is null) { return NotFound(); }
        IsWall = query.Wall;
        if (!IsWall) { Response.Headers["HX-Replace-Url"] = List.Url(); }
        return Partial("_RigListFragment", this);
    }

    /// <summary>What follows in a list that is scrolled.</summary>
    public async Task<IActionResult> OnGetMoreAsync(RigsQuery query) => await LoadAsync(query) is null ? NotFound() : Partial("_RigListMore", List);

    /// <summary>The ids of all rigs under the chosen filter, to choose them all.</summary>
    public async Task<IActionResult> OnGetIdsAsync(RigsQuery query) =>
        await access.FindFarmAsync(User, this.Granted().FarmId, FarmLevel.Viewer) is { } farm ? new JsonResult(FarmList.Ids(facts.Of(farm), query.ToQuery())) : NotFound();

    /// <summary>Its speed of a day as a line, for the overview.</summary>
    public async Task<IActionResult> OnGetSparkAsync() => await access.FindFarmAsync(User, this.Granted().FarmId, FarmLevel.Viewer) is { } farm
        ? Partial("_Spark", await history.SparkAsync(farm, HttpContext.RequestAborted))
        : NotFound();

    /// <summary>This person reaches this level.</summary>
    public bool May(FarmLevel level) => this.Granted().May(level);

    async Task<FarmView?> LoadAsync(RigsQuery query)
    {
        if (await access.FindFarmAsync(User, this.Granted().FarmId, FarmLevel.Viewer) is not { } farm) { return null; }
        var rigs = facts.Of(farm);
        Head = FarmHead.Of(farm, rigs);
        List = FarmList.Of(farm.FarmId, rigs, query.ToQuery(), time.GetUtcNow());
        return farm;
    }
}
