using BloxOs.Grains.Farms;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Display;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BloxOs.Web.Pages.Farms;

/// <summary>All farms of a person, what stands wrong in them first; the only one opens by itself.</summary>
[NeedsSignIn]
internal sealed class IndexModel(IFarmAccess access, FarmLines lines, TroubleSince since) : PageModel
{
    /// <summary>Farms on one page.</summary>
    public const int AtOnce = 100;

    const int MostIncidents = 8;

    /// <summary>With totals, by name.</summary>
    public IReadOnlyList<FarmLine> Farms { get; private set; } = [];

    /// <summary>What stands wrong, the worst first.</summary>
    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    /// <summary>Rigs that need a person, in all farms of this page.</summary>
    public int Problems => Farms.Sum(static farm => farm.Head.Problems);

    /// <summary>Rigs of all farms of this page.</summary>
    public int Rigs => Farms.Sum(static farm => farm.Head.Totals.Rigs);

    /// <summary>Those that hash.</summary>
    public int RigsMining => Farms.Sum(static farm => farm.Head.Totals.RigsMining);

    /// <summary>Kilowatts of all farms that tell; null when none does.</summary>
    public string? Kilowatts => Farms.Any(static farm => farm.Head.Totals.PowerWatts is not null) ? NumberText.Kilowatts(Farms.Sum(static farm => farm.Head.Totals.PowerWatts ?? 0)) : null;

    /// <summary>All farms, also those of other pages.</summary>
    public int Count { get; private set; }

    /// <summary>This page, from 1.</summary>
    public int Number { get; private set; } = 1;

    /// <summary>One was just deleted.</summary>
    public bool Deleted { get; private set; }

    /// <summary>This person may make a farm.</summary>
    public bool MayCreate => this.Granted().Caller.Role != UserRole.Monitor;

    /// <summary>The page, or the way to the only farm.</summary>
    public async Task<IActionResult> OnGetAsync(bool all, bool deleted, int p = 1)
    {
        Deleted = deleted;
        var farms = await LoadAsync(p);
        return farms.Count == 1 && !all && !deleted ? Redirect("/farms/" + Uri.EscapeDataString(farms[0].FarmId)) : Page();
    }

    /// <summary>Incidents and farms alone: fetched again while the page is open.</summary>
    public async Task<IActionResult> OnGetListAsync(int p = 1)
    {
        await LoadAsync(p);
        // The first page waits for no history; this is asked for as soon as it is shown.
        Incidents = await Task.WhenAll(Incidents.Select(async one => one.Since is null && one.Rig is { } rig ? one with { Since = await since.OfAsync(rig) } : one));
        return Partial("_Overview", this);
    }

    async Task<IReadOnlyList<FarmSummary>> LoadAsync(int page)
    {
        var farms = await access.FarmsAsync(User);
        Count = farms.Count;
        Number = Math.Clamp(page, 1, Math.Max(1, (Count + AtOnce - 1) / AtOnce));
        Farms = await lines.OfAsync([.. farms.Skip((Number - 1) * AtOnce).Take(AtOnce).Where(static farm => farm.Level >= FarmLevel.Viewer).Select(static farm => farm.FarmId)]);
        Incidents = [.. Farms.SelectMany(static farm => farm.Incidents).OrderBy(static one => one.Need).ThenBy(static one => one.Since ?? DateTimeOffset.MaxValue).Take(MostIncidents)];
        return farms;
    }
}
