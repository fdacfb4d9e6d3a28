namespace BloxOs.Web.History;

/// <summary>Above charts: which range, which view.</summary>
/// <param name="Path">Address of the page.</param>
/// <param name="Range">What is shown.</param>
/// <param name="PerCard">Per card instead of the whole; null where there are no cards.</param>
/// <param name="DataPath">Address of the page whose handlers give the data.</param>
internal sealed record HistoryBar(string Path, HistoryRange Range, bool? PerCard, string DataPath)
{
    const string CardView = "&view=cards";

    static readonly TimeSpan s_closest = TimeSpan.FromMinutes(2);

    /// <summary>Nothing is known of what comes later.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the data begin, where most of the range lies before that; null otherwise.</summary>
    public DateTimeOffset? Begins { get; init; }

    /// <summary>A shorter range that has all data, and its name: of one that goes along, one that does.</summary>
    public (string Href, string Title)? Fitting
    {
        get
        {
            if (Begins is not { } begins) { return null; }
            var preset = Range.Preset is null ? default : HistoryRange.Presets.FirstOrDefault(one => one.Length >= Range.To - begins && one.Length < Range.Length);
            return preset.Key is null ? (ToFixed(begins, Range.To), "from then on") : (To(preset.Key), preset.Title);
        }
    }

    string View => PerCard == true ? CardView : "";

    /// <summary>The same page with another range.</summary>
    public string To(string preset) => $"{Path}?range={preset}{View}";

    /// <summary>The same page with this stretch.</summary>
    public string ToFixed(DateTimeOffset from, DateTimeOffset to) => $"{Path}?{new HistoryRange(from, to, null).Query}{View}";

    /// <summary>The same range of the other view.</summary>
    public string ToView(bool perCard) => $"{Path}?{Range.Query}{(perCard ? CardView : "")}";

    /// <summary>Half a screen back.</summary>
    public string Earlier => ToFixed(Range.From - (Range.Length / 2), Range.To - (Range.Length / 2));

    /// <summary>Half a screen on; null at the end.</summary>
    public string? Later => Range.To < Now ? ToFixed(Range.From + (Until(Range.To + (Range.Length / 2)) - Range.To), Until(Range.To + (Range.Length / 2))) : null;

    /// <summary>The half in the middle, or the newest half of a range that ends now; null when it would be too short.</summary>
    public string? Closer => Range.Length < s_closest ? null
        : Range.Preset is null ? ToFixed(Range.From + (Range.Length / 4), Range.To - (Range.Length / 4))
        : ToFixed(Range.To - (Range.Length / 2), Range.To);

    /// <summary>Twice as much; null when that would be too long.</summary>
    public string? Wider => Range.Length > HistoryRange.Longest / 2 ? null : ToFixed(Range.From - (Range.Length / 2), Until(Range.To + (Range.Length / 2)));

    DateTimeOffset Until(DateTimeOffset end) => end < Now ? end : Now;

    /// <summary>Data of what is shown.</summary>
    public string Csv => $"{DataPath}?handler=Csv&{Range.Query}{View}";
}
