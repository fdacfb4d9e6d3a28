using BloxOs.Data.Timeline;

namespace BloxOs.Web.History;

/// <summary>All charts of a rig or farm.</summary>
/// <param name="Range">What they show.</param>
/// <param name="Charts">Those that have anything to show.</param>
/// <param name="Events">Marks on all of them, the newest first.</param>
internal sealed record ChartSheet(HistoryRange Range, IReadOnlyList<Chart> Charts, IReadOnlyList<TimelineEntry> Events)
{
    static readonly TimeSpan s_oftenest = TimeSpan.FromSeconds(10);
    static readonly TimeSpan s_rarest = TimeSpan.FromMinutes(5);

    /// <summary>How often a page asks for what came since: about once a sample or step.</summary>
    public TimeSpan Every
    {
        get
        {
            // A screen has about a thousand columns: oftener than it moves by one nobody sees anything.
            var asked = Range.Length / 1_000;
            return asked < s_oftenest ? s_oftenest : asked > s_rarest ? s_rarest : asked;
        }
    }
}
