using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Live;

/// <summary>Makes the elements that are pushed: the very partials that the pages loop over.</summary>
internal sealed class LiveRenderer(PartialRenderer partials, FarmFacts facts, IGrainFactory grains, TimeProvider time)
{
    const string Rigs = "/Pages/Rigs/";

    /// <summary>Begins what changed in a farm: rigs, the head and the numbers on the chips.</summary>
    /// <param name="batch">Where it is rendered.</param>
    /// <param name="farmId">The farm.</param>
    /// <param name="farm">As it is now.</param>
    /// <param name="changed">Ids of rigs with something new.</param>
    /// <param name="removed">Ids of rigs that left.</param>
    /// <param name="before">Rigs as they were told of last; brought up to date by this.</param>
    public FarmTick Begin(
        PartialRenderer.Batch batch, string farmId, FarmPicture farm, IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed, Dictionary<string, RigFacts> before)
    {
        var all = facts.Of(farmId, farm.Rigs, farm.Settings);
        var wanted = changed as IReadOnlySet<string> ?? changed.ToHashSet(StringComparer.Ordinal);
        var now = new List<(RigFacts, RigFacts?)>(wanted.Count);
        foreach (var rig in all)
        {
            if (!wanted.Contains(rig.View.RigId)) { continue; }
            now.Add((rig, before.GetValueOrDefault(rig.View.RigId)));
            before[rig.View.RigId] = rig;
        }
        foreach (string id in removed) { before.Remove(id); }
        var head = FarmHead.Of(farmId, farm.Name, farm.Totals, farm.Settings, all);
        return new(batch, head, ChipCount.Of(all), now, [.. removed.Where(id => farm.Find(id) is null)], time.GetUtcNow());
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
