using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Live;

/// <summary>Makes the elements that are pushed: the very partials that the pages loop over.</summary>
internal sealed class LiveRenderer(PartialRenderer partials, IGrainFactory grains, TimeProvider time)
{
    const string Farms = "/Pages/Farms/", Rigs = "/Pages/Rigs/";

    /// <summary>The parts of a rig's page that are pushed, in the order in which they stand on it.</summary>
    static readonly (string Id, string Partial)[] s_rigParts =
    [
        (DomId.RigHead, "_RigHead.cshtml"),
        (DomId.RigTrouble, "_RigTrouble.cshtml"),
        (DomId.RigFigures, "_RigFigures.cshtml"),
        (DomId.RigGpus, "_GpuTable.cshtml"),
        (DomId.RigCards, "_RigCards.cshtml"),
        (DomId.RigLogs, "_RigLogs.cshtml"),
        (DomId.RigOrders, "_RigOrders.cshtml"),
        (DomId.RigSystem, "_RigSystem.cshtml"),
        (DomId.RigCommands, "_RigCommands.cshtml"),
    ];

    /// <summary>Rows of changed rigs, removals, the farm's head and the numbers on the chips.</summary>
    public async Task<IReadOnlyList<LiveItem>> FarmAsync(string farmId, FarmPicture farm, IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed)
    {
        var now = time.GetUtcNow();
        var bands = HeatBands.Of(farm.Settings);
        var facts = farm.Rigs.ToDictionary(r => r.RigId, r => new RigFacts(r, bands), StringComparer.Ordinal);
        var items = new List<LiveItem>(changed.Count + removed.Count + RigFilter.All.Count + 1);
        await using var batch = partials.Begin();
        items.Add(new(DomId.FarmHead, await batch.RenderAsync(Farms + "_FarmHead.cshtml", new FarmHead(farmId, farm.Name, farm.Totals, farm.Settings))));
        foreach (var count in ChipCount.Of(facts.Values))
        {
            items.Add(new(DomId.Count(count.Key), await batch.RenderAsync(Farms + "_ChipCount.cshtml", count)));
        }
        foreach (string id in changed)
        {
            if (!facts.TryGetValue(id, out var rig)) { continue; }
            items.Add(new(DomId.Rig(id), await batch.RenderAsync(Farms + "_RigRow.cshtml", RigRow.Of(rig, now))));
        }
        items.AddRange(removed.Where(id => !facts.ContainsKey(id)).Select(id => new LiveItem(DomId.Rig(id), "")));
        return items;
    }

    /// <summary>All parts of a rig's page.</summary>
    public async Task<IReadOnlyList<LiveItem>> RigAsync(RigView view, FarmPicture farm)
    {
        var orders = await grains.GetGrain<IRigGrain>(view.RigId).GetOrders();
        var page = new RigPage(view, time.GetUtcNow(), HeatBands.Of(farm.Settings), orders, farm.Rigs);
        await using var batch = partials.Begin();
        var items = new List<LiveItem>(s_rigParts.Length);
        foreach (var (id, partial) in s_rigParts) { items.Add(new(id, await batch.RenderAsync(Rigs + partial, page))); }
        return items;
    }
}
