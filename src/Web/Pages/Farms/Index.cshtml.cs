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
internal sealed class IndexModel(IFarmAccess access, FarmLines lines, TroubleSince since, IHostApplicationLifetime lifetime) : PageModel
{
    /// <summary>Farms on one page.</summary>
    public const int AtOnce = 100;

    const int MostIncidents = 8;

    IReadOnlyList<FarmLine> _all = [];

    /// <summary>The farms of this page with totals, by name.</summary>
    public IReadOnlyList<FarmLine> Farms { get; private set; } = [];

    /// <summary>What stands wrong in any farm, the worst first.</summary>
    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    /// <summary>Farms that do not answer: they are in no sum.</summary>
    public int SilentFarms => _all.Count(static farm => farm.IsSilent);

    /// <summary>Rigs that need a person, in all farms.</summary>
    public int Problems => _all.Sum(static farm => farm.Head.Problems);

    /// <summary>Rigs of all farms.</summary>
    public int Rigs => _all.Sum(static farm => farm.Head.Totals.Rigs);

    /// <summary>Those that hash.</summary>
    public int RigsMining => _all.Sum(static farm => farm.Head.Totals.RigsMining);

    /// <summary>Those that people work on.</summary>
    public int RigsInMaintenance => _all.Sum(static farm => farm.Head.RigsInMaintenance);

    /// <summary>Power of all farms that tell; null when none does.</summary>
    public PowerText? Power => PowerText.Of(_all.Any(static farm => farm.Head.Totals.PowerWatts is not null) ? _all.Sum(static farm => farm.Head.Totals.PowerWatts ?? 0) : null, _all.Any(static farm => farm.IsSilent || farm.Head.Totals.IsPowerPartial));

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
        var found = await LoadAsync(p);
        return found is { Farms: [var only], Silent: [] } && !all && !deleted ? Redirect("/farms/" + Uri.EscapeDataString(only.FarmId)) : Page();
    }

    /// <summary>Incidents and farms alone: fetched again while the page is open. Nothing (204) while the server stops: its rigs are being let go, and would all be in trouble.</summary>
    public async Task<IActionResult> OnGetListAsync(int p = 1)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) { return new NoContentResult(); }
        await LoadAsync(p);
        // The first page waits for no history; this is asked for as soon as it is shown.
        Incidents = await Task.WhenAll(Incidents.Select(async one => one.Since is null && one.Rig is { } rig && await since.OfAsync(rig) is { } start ? one with { Since = start.At, IsOlder = start.IsEarlier } : one));
        return Partial("_Overview", this);
    }

    /// <summary>Whatever the page, the figures above and what stands wrong are of all farms: one that went silent must not hide on the second.</summary>
    async Task<FarmsFound> LoadAsync(int page)
    {
        var found = await access.FindFarmsAsync(User);
        FarmSummary[] farms = [.. found.Farms.Where(static farm => farm.Level >= FarmLevel.Viewer)];
        Count = farms.Length + found.Silent.Count;
        Number = Math.Clamp(page, 1, Math.Max(1, (Count + AtOnce - 1) / AtOnce));
        int from = ((Number - 1) * AtOnce) - found.Silent.Count;   // those without an answer stand first
        var known = await lines.OfAsync([.. farms.Select((farm, at) => (farm.FarmId, farm.Name, at >= from && at < from + AtOnce))]);
        _all = [.. found.Silent.Select(static farm => FarmLine.Silent(farm.FarmId, farm.Name)), .. known];
        Farms = [.. _all.Skip((Number - 1) * AtOnce).Take(AtOnce)];
        Incidents = [.. _all.SelectMany(static farm => farm.Incidents).OrderBy(static one => one.Need).ThenBy(static one => one.Since ?? DateTimeOffset.MaxValue).Take(MostIncidents)];
        return found;
    }
}
