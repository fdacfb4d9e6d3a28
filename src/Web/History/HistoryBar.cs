namespace BloxOs.Web.History;

/// <summary>Above charts: which range, which view.</summary>
/// <param name="Path">Address of the page.</param>
/// <param name="Range">What is shown.</param>
/// <param name="PerCard">Per card instead of the whole; null where there are no cards.</param>
/// <param name="DataPath">Address of the page whose handlers give the data.</param>
internal sealed record HistoryBar(string Path, HistoryRange Range, bool? PerCard, string DataPath)
{
    const string CardView = "&view=cards";

    string View => PerCard == true ? CardView : "";

    /// <summary>The same page with another range.</summary>
    public string To(string preset) => $"{Path}?range={preset}{View}";

    /// <summary>The same page with this stretch.</summary>
    public string ToFixed(DateTimeOffset from, DateTimeOffset to) => $"{Path}?{new HistoryRange(from, to, null).Query}{View}";

    /// <summary>The same range of the other view.</summary>
    public string ToView(bool perCard) => $"{Path}?{Range.Query}{(perCard ? CardView : "")}";

    /// <summary>Data of what is shown.</summary>
    public string Csv => $"{DataPath}?handler=Csv&{Range.Query}{View}";
}
