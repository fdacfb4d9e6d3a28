using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>A farm on the whole screen, to hang on a wall.</summary>
[NeedsFarm(FarmLevel.Viewer)]
internal sealed class WallModel(IFarmAccess access, FarmFacts facts, TimeProvider time) : PageModel
{
    /// <summary>Name and totals.</summary>
    public FarmHead Head { get; private set; } = null!;

    /// <summary>The tiles.</summary>
    public FarmList List { get; private set; } = null!;

    /// <summary>Rendered at.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(RigsQuery query)
    {
        if (await access.FindFarmAsync(User, this.Granted().FarmId, FarmLevel.Viewer) is not { } farm) { return NotFound(); }
        var rigs = facts.Of(farm);
        Now = time.GetUtcNow();
        Head = FarmHead.Of(farm, rigs);
        List = FarmList.Of(farm.FarmId, rigs, query.ToQuery() with { View = "tiles" }, Now);
        return Page();
    }
}
