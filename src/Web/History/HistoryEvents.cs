using BloxOs.Data.Timeline;

namespace BloxOs.Web.History;

/// <summary>What is marked on charts and the time axis.</summary>
/// <param name="All">Newest first.</param>
/// <param name="TroubleSince">Of older trouble some may be left out; null when nothing is.</param>
/// <param name="ChangesSince">Of older changes some may be left out; null when nothing is.</param>
internal sealed record HistoryEvents(IReadOnlyList<TimelineEntry> All, DateTimeOffset? TroubleSince, DateTimeOffset? ChangesSince)
{
    /// <summary>Puts them together, each once.</summary>
    /// <param name="newest">Of all kinds, newest first.</param>
    /// <param name="isCut">There are older ones.</param>
    /// <param name="trouble">Only trouble, newest first.</param>
    /// <param name="isTroubleCut">There is older trouble.</param>
    public static HistoryEvents Of(IReadOnlyList<TimelineEntry> newest, bool isCut, IReadOnlyList<TimelineEntry> trouble, bool isTroubleCut) => new(
        [.. newest.Concat(trouble).DistinctBy(static entry => entry.Id).OrderByDescending(static entry => entry.Event.At).ThenByDescending(static entry => entry.Id)],
        isTroubleCut ? trouble[^1].Event.At : null,
        isCut ? newest[^1].Event.At : null);
}
