using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Live;

/// <summary>Makes the elements that are pushed: the very partials that the pages loop over.</summary>
internal sealed class LiveRenderer(PartialRenderer partials, IGrainFactory grains, TimeProvider time)
{
    const string Farms = "/Pages/Farms/", Rigs = "/Pages/Rigs/";

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
    public async Task<IReadOnlyList<LiveItem>> RigAsync(RigView view, FarmSettings? farm)
    {
        var orders = await grains.GetGrain<IRigGrain>(view.RigId).GetOrders();
        var page = new RigPage(view, time.GetUtcNow(), HeatBands.Of(farm), orders);
        await using var batch = partials.Begin();
        return
        [
            new(DomId.RigHead, await batch.RenderAsync(Rigs + "_RigHead.cshtml", page)),
            new(DomId.RigTrouble, await batch.RenderAsync(Rigs + "_RigTrouble.cshtml", page)),
            new(DomId.RigFigures, await batch.RenderAsync(Rigs + "_RigFigures.cshtml", page)),
            new(DomId.RigGpus, await batch.RenderAsync(Rigs + "_GpuTable.cshtml", page)),
            new(DomId.RigOrders, await batch.RenderAsync(Rigs + "_RigOrders.cshtml", page)),
            new(DomId.RigCards, await batch.RenderAsync(Rigs + "_RigCards.cshtml", page)),
        ];
    }
}
