namespace BloxOs.Web.Display;

/// <summary>A window of a farm's rigs under a filter, a search and an order; what it counts is over all of them.</summary>
internal sealed record FarmList
{
    /// <summary>Rows of the first answer and of each further one: somewhat more than a laptop shows.</summary>
    public const int RowsAtOnce = 30;

    /// <summary>Tiles of the first answer and of each further one: somewhat more than a screen.</summary>
    public const int TilesAtOnce = 600;

    /// <summary>With more rigs than this, tiles are small: 500 fit on a screen.</summary>
    public const int DenseFrom = 240;

    /// <summary>Most rigs of one answer.</summary>
    public const int MostAtOnce = 2_000;

    /// <summary>The farm's id.</summary>
    public required string FarmId { get; init; }

    /// <summary>Rows or tiles.</summary>
    public FarmViewKind View { get; init; }

    /// <summary>Rigs that need a person; all rigs when another order was chosen.</summary>
    public IReadOnlyList<RigRow> First { get; init; } = [];

    /// <summary>The rest, below the line.</summary>
    public IReadOnlyList<RigRow> Rest { get; init; } = [];

    /// <summary>Tiles, in the place of rows.</summary>
    public IReadOnlyList<RigTile> Tiles { get; init; } = [];

    /// <summary>Rigs under filter and search, also those that are not in this window.</summary>
    public int Total { get; init; }

    /// <summary>Rigs before and in this window.</summary>
    public int Reached { get; init; }

    /// <summary>Key of the last rig in the window, where the worst come first.</summary>
    public string? LastKey { get; init; }

    /// <summary>Numbers of the chips, over all rigs.</summary>
    public IReadOnlyList<ChipCount> Counts { get; init; } = [];

    /// <summary>The chosen chip.</summary>
    public RigFilter Filter { get; init; } = RigFilter.Any;

    /// <summary>What was searched for.</summary>
    public string Search { get; init; } = "";

    /// <summary>The chosen order; null for worst first.</summary>
    public string? Order { get; init; }

    /// <summary>How long a rig may be silent, for the rules of its states.</summary>
    public SilenceLimits Limits { get; init; } = SilenceLimits.Usual;

    /// <summary>More rigs follow.</summary>
    public bool HasMore => Reached < Total;

    /// <summary>Nothing to show.</summary>
    public bool IsEmpty => Total == 0;

    /// <summary>The farm page with these choices; unchosen ones are left out.</summary>
    public string Url(string? filter = null, string? order = null, bool keepOrder = true, FarmViewKind? view = null) =>
        Url(FarmId, filter ?? Filter.Key, Search, order ?? (keepOrder ? Order : null), view ?? View);

    /// <summary>The same rigs on the whole screen, in the order of its tiles.</summary>
    public string WallUrl(string? filter = null, bool byName = false)
    {
        string tiles = Url(FarmId, filter ?? Filter.Key, Search, byName ? "name" : null, FarmViewKind.Rows);
        string path = $"/farms/{Uri.EscapeDataString(FarmId)}";
        return path + "/wall" + tiles[path.Length..];
    }

    /// <summary>Where the rigs after this window are.</summary>
    public string MoreUrl => Add(Url(), Order is null && LastKey is { } key ? "after=" + Uri.EscapeDataString(key) : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"from={Reached}"));

    /// <summary>Filters, searches, sorts and cuts.</summary>
    public static FarmList Of(string farmId, IReadOnlyList<RigFacts> rigs, FarmQuery query, DateTimeOffset now)
    {
        var pick = new RigPick(query.Filter, query.Search);
        var view = query.View == "tiles" ? FarmViewKind.Tiles : FarmViewKind.Rows;
        string? order = RigOrder.Chosen(query.Order, view);
        List<RigFacts> all = [.. RigOrder.Apply(pick.IsEverything ? rigs : rigs.Where(pick.Takes), order)];
        int from = order is null && query.After is { Length: > 0 } after ? CountUpTo(all, after) : Math.Clamp(query.From, 0, all.Count);
        int size = Math.Clamp(query.Count ?? 0, view == FarmViewKind.Tiles ? TilesAtOnce : RowsAtOnce, MostAtOnce);
        var window = all.GetRange(from, Math.Min(size, all.Count - from));
        var rows = view == FarmViewKind.Rows ? window.ConvertAll(rig => RigRow.Of(rig, now)) : [];
        return new()
        {
            FarmId = farmId,
            View = view,
            First = order is null ? [.. rows.Where(static r => r.NeedsPerson)] : rows,
            Rest = order is null ? [.. rows.Where(static r => !r.NeedsPerson)] : [],
            Tiles = view == FarmViewKind.Tiles ? window.ConvertAll(rig => RigTile.Of(rig, now)) : [],
            Total = all.Count,
            Reached = from + window.Count,
            LastKey = window.Count > 0 ? window[^1].SortKey : null,
            Counts = ChipCount.Of(rigs),
            Filter = pick.Filter,
            Search = pick.Search.Text,
            Order = order,
            Limits = rigs.Count > 0 ? rigs[0].Limits : SilenceLimits.Usual,
        };
    }

    /// <summary>The query string that says the same in the shortest way, without what there is not; "" for all rigs as rows.</summary>
    public static string QueryOf(FarmQuery query)
    {
        var pick = new RigPick(query.Filter, query.Search);
        var view = query.View == "tiles" ? FarmViewKind.Tiles : FarmViewKind.Rows;
        string url = Url("", pick.Filter.Key, pick.Search.Text, RigOrder.Chosen(query.Order, view), view);
        return url["/farms/".Length..];
    }

    /// <summary>Ids of all rigs under a filter and a search, in the order of the list.</summary>
    public static IReadOnlyList<string> Ids(IReadOnlyList<RigFacts> rigs, FarmQuery query)
    {
        var pick = new RigPick(query.Filter, query.Search);
        return [.. RigOrder.Apply(rigs.Where(pick.Takes), RigOrder.Chosen(query.Order, query.View == "tiles" ? FarmViewKind.Tiles : FarmViewKind.Rows)).Select(static rig => rig.View.RigId)];
    }

    static int CountUpTo(List<RigFacts> sorted, string key)
    {
        int at = sorted.FindIndex(rig => string.CompareOrdinal(rig.SortKey, key) > 0);
        return at < 0 ? sorted.Count : at;
    }

    static string Add(string url, string pair) => url + (url.Contains('?', StringComparison.Ordinal) ? '&' : '?') + pair;

    static string Url(string farmId, string filter, string search, string? order, FarmViewKind view)
    {
        var query = new QueryString();
        if (view == FarmViewKind.Tiles) { query = query.Add("v", "tiles"); }
        if (filter != RigFilter.Any.Key) { query = query.Add("f", filter); }
        if (search.Length > 0) { query = query.Add("q", search); }
        if (RigOrder.Chosen(order, view) is { } chosen) { query = query.Add("s", chosen); }
        return $"/farms/{Uri.EscapeDataString(farmId)}{query}";
    }
}
