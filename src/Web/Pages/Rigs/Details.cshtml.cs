using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Rigs;

/// <summary>One rig.</summary>
[NeedsRig(FarmLevel.Viewer)]
internal sealed class DetailsModel(TimeProvider time) : PageModel
{
    /// <summary>Everything on the page.</summary>
    public RigPage Rig { get; private set; } = null!;

    /// <summary>The farm it stands in.</summary>
    public string FarmName => this.Granted().FarmName;

    /// <summary>This person may change it.</summary>
    public bool MayChange => this.Granted().May(FarmLevel.Manager);

    /// <summary>The page.</summary>
    public void OnGet() => Load();

    /// <summary>Its content alone: after a gap in what was pushed.</summary>
    public IActionResult OnGetList()
    {
        Load();
        return Partial("_RigPage", Rig);
    }

    void Load() => Rig = new(this.Granted().Rig!, time.GetUtcNow(), HeatBands.Default);
}
