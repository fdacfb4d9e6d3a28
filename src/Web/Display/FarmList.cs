using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>The rig list of a farm under a filter, a search and an order.</summary>
internal sealed record FarmList
{
    /// <summary>The farm's id.</summary>
    public required string FarmId { get; init; }

    /// <summary>Rigs that need a person; all rigs when another order was chosen.</summary>
    public IReadOnlyList<RigRow> First { get; init; } = [];

    /// <summary>The rest, below the line.</summary>
    public IReadOnlyList<RigRow> Rest { get; init; } = [];

    /// <summary>Numbers of the chips, over all rigs.</summary>
    public IReadOnlyList<ChipCount> Counts { get; init; } = [];

    /// <summary>The chosen chip.</summary>
    public RigFilter Filter { get; init; } = RigFilter.Any;

    /// <summary>What was searched for.</summary>
    public string Search { get; init; } = "";

    /// <summary>The chosen order; null for worst first.</summary>
    public string? Order { get; init; }

    /// <summary>Every rig of the farm is in it, in the order that new ones can be put into.</summary>
    public bool IsWhole => Filter == RigFilter.Any && Search.Length == 0 && Order is null;

    /// <summary>Nothing to show.</summary>
    public bool IsEmpty => First.Count + Rest.Count == 0;

    /// <summary>The farm page with these choices; unchosen ones are left out.</summary>
    public string Url(string? filter = null, string? order = null, bool keepOrder = true) => Url(FarmId, filter ?? Filter.Key, Search, order ?? (keepOrder ? Order : null));

    /// <summary>Filters, searches and sorts.</summary>
    public static FarmList Of(FarmView farm, FarmQuery query, DateTimeOffset now, HeatBands bands)
    {
        var facts = farm.Rigs.Select(rig => new RigFacts(rig, bands)).ToList();
        var filter = RigFilter.Find(query.Filter);
        var search = new RigSearch(query.Search);
        string? order = RigOrder.IsChosen(query.Order) ? query.Order : null;
        var rows = RigOrder.Apply(facts.Where(rig => filter.Matches(rig) && search.Matches(rig)), order)
            .Select(rig => RigRow.Of(rig, now)).ToList();
        return new()
        {
            FarmId = farm.FarmId,
            First = order is null ? [.. rows.Where(r => r.NeedsPerson)] : rows,
            Rest = order is null ? [.. rows.Where(r => !r.NeedsPerson)] : [],
            Counts = ChipCount.Of(facts),
            Filter = filter,
            Search = search.Text,
            Order = order,
        };
    }

    static string Url(string farmId, string filter, string search, string? order)
    {
        var query = new QueryString();
        if (filter != RigFilter.Any.Key) { query = query.Add("f", filter); }
        if (search.Length > 0) { query = query.Add("q", search); }
        if (order is not null) { query = query.Add("s", order); }
        return $"/farms/{Uri.EscapeDataString(farmId)}{query}";
    }
}
