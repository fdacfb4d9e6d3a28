using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.History;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.Live;

/// <summary>Makes the elements that are pushed: the very partials that the pages loop over.</summary>
internal sealed class LiveRenderer(PartialRenderer partials, FarmFacts facts, ActivityBook activity, TroubleSince since, IGrainFactory grains, SilenceLimits limits, TimeProvider time)
{
    const string Rigs = "/Pages/Rigs/";

    /// <summary>The parts of a rig's page that are pushed, in the order in which they stand on it.</summary>
    static readonly (string Id, string Partial)[] s_rigParts =
    [
        (DomId.RigHead, "_RigHead.cshtml"),
        (DomId.RigTrouble, "_RigTrouble.cshtml"),
        (DomId.RigFigures, "_RigFigures.cshtml"),
        (DomId.RigGpus, "_GpuTable.cshtml"),
        (DomId.RigCards, "_RigCards.cshtml"),
        (DomId.RigOrders, "_RigOrders.cshtml"),
        (DomId.RigSystem, "_RigSystem.cshtml"),
        (DomId.RigLogs, "_RigLogs.cshtml"),
        (DomId.RigCommands, "_RigCommands.cshtml"),
    ];

    /// <summary>Begins what changed in a farm: rigs, the head and the numbers on the chips.</summary>
    /// <param name="batch">Where it is rendered.</param>
    /// <param name="farmId">The farm.</param>
    /// <param name="farm">As it is now.</param>
    /// <param name="changed">Ids of rigs with something new.</param>
    /// <param name="removed">Ids of rigs that left.</param>
    /// <param name="told">What was told last, brought up to date by this; null for somebody who is told everything.</param>
    public FarmTick Begin(
        PartialRenderer.Batch batch, string farmId, FarmPicture farm, IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed, FarmTold? told)
    {
        var all = facts.Of(farmId, farm.Rigs, farm.Settings);
        var wanted = changed as IReadOnlySet<string> ?? changed.ToHashSet(StringComparer.Ordinal);
        var now = new List<(RigFacts, RigFacts?)>(wanted.Count);
        foreach (var rig in all)
        {
            if (!wanted.Contains(rig.View.RigId)) { continue; }
            now.Add((rig, told?.Rigs.GetValueOrDefault(rig.View.RigId)));
            if (told is not null) { told.Rigs[rig.View.RigId] = rig; }
        }
        foreach (string id in removed) { told?.Rigs.Remove(id); }
        var head = FarmHead.Of(farmId, farm.Name, farm.Totals, farm.Settings, all);
        return new(batch, head, ChipCount.Of(all), now, [.. removed.Where(id => farm.Find(id) is null)], told, time.GetUtcNow());
    }

    /// <summary>All parts of a rig's page: asks the rig and, of one that is away, its timeline.</summary>
    /// <param name="view">The rig.</param>
    /// <param name="settings">Of its farm.</param>
    /// <param name="farm">All rigs of its farm.</param>
    /// <param name="cancellation">It takes too long.</param>
    public async Task<IReadOnlyList<LiveItem>> RigAsync(RigView view, FarmSettings? settings, IReadOnlyCollection<RigView> farm, CancellationToken cancellation)
    {
        var orders = await grains.GetGrain<IRigGrain>(view.RigId).GetOrders().WaitAsync(cancellation);
        var before = await activity.LastMinutesAsync(view, cancellation).WaitAsync(cancellation);
        var page = new RigPage(view, time.GetUtcNow(), HeatBands.Of(settings), orders, farm, before, limits, facts.UsualOf(view.Description.FarmId, farm, settings));
        page.Since = await since.OfAsync(page.Facts).WaitAsync(cancellation);
        await using var batch = partials.Begin();
        var items = new List<LiveItem>(s_rigParts.Length);
        foreach (var (id, partial) in s_rigParts) { items.Add(new(id, await batch.RenderAsync(Rigs + partial, page))); }
        return items;
    }
}
