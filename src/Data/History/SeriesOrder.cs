namespace BloxOs.Data.History;

/// <summary>By metric, card, algorithm, miner and instance.</summary>
internal sealed class SeriesOrder : IComparer<SeriesLabel>
{
    public static SeriesOrder Instance { get; } = new();

    public int Compare(SeriesLabel? x, SeriesLabel? y)
    {
        if (x is null || y is null) { return (x is null ? 0 : 1) - (y is null ? 0 : 1); }
        int order = x.Metric.CompareTo(y.Metric);
        if (order == 0) { order = CompareCards(x.Gpu, y.Gpu); }
        if (order == 0) { order = string.CompareOrdinal(x.Algorithm, y.Algorithm); }
        if (order == 0) { order = string.CompareOrdinal(x.Miner, y.Miner); }
        return order == 0 ? x.Instance.CompareTo(y.Instance) : order;
    }

    // "#10" after "#9"; bus ids have a fixed length.
    static int CompareCards(string? one, string? other)
    {
        int order = (one?.Length ?? 0).CompareTo(other?.Length ?? 0);
        return order == 0 ? string.CompareOrdinal(one, other) : order;
    }
}
