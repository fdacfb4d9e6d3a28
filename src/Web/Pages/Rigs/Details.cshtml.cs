using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>One rig.</summary>
[Authorize]
internal sealed class DetailsModel(IFarmAccess access, TimeProvider time) : PageModel
{
    /// <summary>Everything on the page.</summary>
    public RigPage Rig { get; private set; } = null!;

    /// <summary>The farm it stands in.</summary>
    public string FarmName { get; private set; } = "";

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(string rigId)
    {
        if (!await LoadAsync(rigId)) { return NotFound(); }
        if (await access.FindFarmAsync(User, Rig.Description.FarmId, FarmLevel.Viewer) is not { } farm) { return NotFound(); }
        FarmName = farm.Name;
        return Page();
    }

    /// <summary>Its content alone: after a gap in what was pushed.</summary>
    public async Task<IActionResult> OnGetListAsync(string rigId) => await LoadAsync(rigId) ? Partial("_RigPage", Rig) : NotFound();

    async Task<bool> LoadAsync(string rigId)
    {
        if (await access.FindRigAsync(User, rigId, FarmLevel.Viewer) is not { } view) { return false; }
        Rig = new(view, time.GetUtcNow(), HeatBands.Default);
        return true;
    }
}
