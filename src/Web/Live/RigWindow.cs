using BloxOs.Grains.Identity;
using BloxOs.Web.Display;

namespace BloxOs.Web.Live;

/// <summary>What a tab shows of a farm's rigs, as it says itself. Whatever it says, it gets only rigs of the farm that it may watch.</summary>
/// <param name="View">"rows", "tiles", or "none".</param>
/// <param name="Filter">The chip.</param>
/// <param name="Search">What is searched for.</param>
/// <param name="Rigs">Rows near the screen, by rig: only these are kept up to date; null when that is not told: then all are.</param>
/// <param name="Until">A rig with a key before this one belongs into what is loaded, though it is not there yet; null for none, "" for all.</param>
/// <param name="List">The tab's number of the list: another filter, search, order or view is another one.</param>
/// <param name="Since">Of another list than before: server time of the last push when it was asked for, Unix milliseconds. What changed from then on was made for the list before.</param>
internal sealed record RigWindow(string? View, string? Filter, string? Search, IReadOnlyList<string>? Rigs, string? Until, int List = 0, long? Since = null)
{
    /// <summary>Most rows that are kept up to date.</summary>
    public const int MostRigs = 400;

    const int MostKey = 300;

    readonly HashSet<string> _rigs = new((Rigs ?? []).Where(OpaqueId.IsValid).Take(MostRigs), StringComparer.Ordinal);
    readonly RigPick _pick = new(Filter, Search);

    /// <summary>Everything of a farm as rows: of a tab that has not said what it shows.</summary>
    internal static RigWindow Everything { get; } = new("rows", null, null, null, "");

    /// <summary>Tiles, of which all are shown at once.</summary>
    internal bool IsTiles => View == "tiles";

    /// <summary>It shows rigs at all.</summary>
    internal bool ShowsRigs => View != "none";

    /// <summary>Rows near the screen.</summary>
    internal IReadOnlyCollection<string> Near => _rigs;

    /// <summary>What there is to say of a rig that has changed.</summary>
    /// <param name="rig">The rig now.</param>
    /// <param name="before">As it was when this was asked last; null when it is new.</param>
    internal RigChange ChangeOf(RigFacts rig, RigFacts? before)
    {
        if (View == "none") { return RigChange.None; }
        bool shown = IsTiles || Rigs is null || _rigs.Contains(rig.View.RigId), was = before is not null && _pick.Takes(before);
        if (!_pick.Takes(rig)) { return shown || before is null || was ? RigChange.Gone : RigChange.None; }
        if (shown) { return RigChange.Shown; }
        // A row that is loaded and far from the screen is told of when it comes, goes or moves; the rest when it is scrolled to.
        bool stays = was && before!.SortKey == rig.SortKey;
        return !stays && (Reaches(rig.SortKey) || (was && Reaches(before!.SortKey))) ? RigChange.Shown : RigChange.None;
    }

    /// <summary>Rigs of this window that the other one did not have.</summary>
    internal IReadOnlyCollection<string> NewSince(RigWindow? other) => other is null ? _rigs : [.. _rigs.Where(rig => !other._rigs.Contains(rig))];

    bool Reaches(string key) => Until is not null && (Until.Length == 0 || (Until.Length <= MostKey && string.CompareOrdinal(key, Until) < 0));
}
