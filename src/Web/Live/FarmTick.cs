using BloxOs.Web.Display;

namespace BloxOs.Web.Live;

/// <summary>What changed in a farm at once, rendered as it is asked for and once for all tabs.</summary>
internal sealed class FarmTick(
    PartialRenderer.Batch batch, FarmHead head, IReadOnlyList<ChipCount> counts, IReadOnlyList<(RigFacts Now, RigFacts? Before)> changed, IReadOnlyCollection<string> removed, FarmTold? told, DateTimeOffset now)
{
    const string Farms = "/Pages/Farms/";

    readonly Dictionary<string, LiveItem> _rows = new(StringComparer.Ordinal);
    readonly Dictionary<string, LiveItem> _tiles = new(StringComparer.Ordinal);
    List<LiveItem>? _frame;

    /// <summary>Head and counts, then what this window has to know of rigs.</summary>
    public async Task<IReadOnlyList<LiveItem>> ForAsync(RigWindow window)
    {
        var items = new List<LiveItem>(_frame ??= await FrameAsync());
        foreach (var (rig, before) in changed)
        {
            var change = window.ChangeOf(rig, before);
            if (change == RigChange.Shown) { items.Add(window.IsTiles ? await TileAsync(rig) : await RowAsync(rig)); }
            else if (change == RigChange.Gone) { items.Add(new(window.IsTiles ? DomId.Tile(rig.View.RigId) : DomId.Rig(rig.View.RigId), "")); }
        }
        items.AddRange(removed.Select(id => new LiveItem(window.IsTiles ? DomId.Tile(id) : DomId.Rig(id), "")));
        return items;
    }

    /// <summary>Of head and counts what is not known to everybody who looks.</summary>
    async Task<List<LiveItem>> FrameAsync()
    {
        var items = new List<LiveItem> { new(DomId.FarmHead, await batch.RenderAsync(Farms + "_FarmHead.cshtml", head)) };
        foreach (var count in counts) { items.Add(new(DomId.Count(count.Key), await batch.RenderAsync(Farms + "_ChipCount.cshtml", count))); }
        if (told is not null) { items.RemoveAll(item => !told.IsNew(item)); }
        return items;
    }

    async Task<LiveItem> RowAsync(RigFacts rig)
    {
        if (!_rows.TryGetValue(rig.View.RigId, out var row))
        {
            _rows[rig.View.RigId] = row = new(DomId.Rig(rig.View.RigId), await batch.RenderAsync(Farms + "_RigRow.cshtml", RigRow.Of(rig, now)));
        }
        return row;
    }

    async Task<LiveItem> TileAsync(RigFacts rig)
    {
        if (!_tiles.TryGetValue(rig.View.RigId, out var tile))
        {
            _tiles[rig.View.RigId] = tile = new(DomId.Tile(rig.View.RigId), await batch.RenderAsync(Farms + "_RigTile.cshtml", RigTile.Of(rig, now)));
        }
        return tile;
    }
}
