using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>The rigs of a farm.</summary>
[NeedsFarm(FarmLevel.Viewer)]
internal sealed class RigsModel(IFarmAccess access, TimeProvider time) : PageModel
{
    /// <summary>Name and totals.</summary>
    public FarmHead Head { get; private set; } = null!;

    /// <summary>The rigs under the chosen filter.</summary>
    public FarmList List { get; private set; } = null!;

    /// <summary>This person may add rigs here.</summary>
    public bool MayAdd { get; private set; }

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(string farmId, string? f, string? q, string? s)
    {
        if (!await LoadAsync(farmId, f, q, s)) { return NotFound(); }
        MayAdd = this.Granted().May(FarmLevel.Manager);
        return Page();
    }

    /// <summary>The list alone, with its chips: for the search box, and after a gap in what was pushed.</summary>
    public async Task<IActionResult> OnGetListAsync(string farmId, string? f, string? q, string? s)
    {
        if (!await LoadAsync(farmId, f, q, s)) { return NotFound(); }
        Response.Headers["HX-Replace-Url"] = List.Url();
        return Partial("_RigListFragment", this);
    }

    async Task<bool> LoadAsync(string farmId, string? filter, string? search, string? order)
    {
        if (await access.FindFarmAsync(User, farmId, FarmLevel.Viewer) is not { } farm) { return false; }
        Head = FarmHead.Of(farm);
        List = FarmList.Of(farm, new(filter, search, order), time.GetUtcNow(), HeatBands.Of(farm.Settings));
        return true;
    }
}
