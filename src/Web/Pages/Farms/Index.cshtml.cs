using BloxOs.Grains.Farms;
using BloxOs.Grains.Users;
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

    /// <summary>One was just deleted.</summary>
    public bool Deleted { get; private set; }

    /// <summary>This person may make a farm.</summary>
    public bool MayCreate => this.Granted().Caller.Role != UserRole.Monitor;

    /// <summary>The page, or the way to the only farm.</summary>
    public async Task<IActionResult> OnGetAsync(bool all, bool deleted)
    {
        Deleted = deleted;
        var farms = await access.FarmsAsync(User);
        if (farms.Count == 1 && !all && !deleted) { return Redirect("/farms/" + Uri.EscapeDataString(farms[0].FarmId)); }
        var views = await Task.WhenAll(farms.Select(farm => access.FindFarmAsync(User, farm.FarmId, FarmLevel.Viewer)));
        Farms = [.. views.OfType<FarmView>().Select(FarmHead.Of)];
        return Page();
    }
}
