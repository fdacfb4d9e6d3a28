using BloxOs.Grains.Farms;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>All farms of a person; the only one opens by itself.</summary>
[NeedsSignIn]
internal sealed class IndexModel(IFarmAccess access) : PageModel
{
    /// <summary>With totals, by name.</summary>
    public IReadOnlyList<FarmHead> Farms { get; private set; } = [];

    /// <summary>Rigs of all farms.</summary>
    public int Rigs => Farms.Sum(f => f.Totals.Rigs);

    /// <summary>Those that hash.</summary>
    public int RigsMining => Farms.Sum(f => f.Totals.RigsMining);

    /// <summary>The page, or the way to the only farm.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        var farms = await access.FarmsAsync(User);
        if (farms.Count == 1) { return Redirect("/farms/" + Uri.EscapeDataString(farms[0].FarmId)); }
        var views = await Task.WhenAll(farms.Select(farm => access.FindFarmAsync(User, farm.FarmId, FarmLevel.Viewer)));
        Farms = [.. views.OfType<FarmView>().Select(view => new FarmHead(view.FarmId, view.Name, view.Totals))];
        return Page();
    }
}
