using BloxOs.Data.Timeline;

namespace BloxOs.Web.Timeline;

/// <summary>Something that happened, as a line of a rig's activity.</summary>
/// <param name="At">When.</param>
/// <param name="Title">What, in few words.</param>
/// <param name="Css">Class of its badge.</param>
/// <param name="About">The card, miner or part, and what was said of it; empty when the title says it all.</param>
/// <param name="Actor">Who did it; null for what happened by itself.</param>
internal sealed record ActivityLine(DateTimeOffset At, string Title, string Css, string About, string? Actor)
{
    /// <summary>As it is stored.</summary>
    public static ActivityLine Of(TimelineEvent what) => new(
        what.At, TimelineWords.Title(what), TimelineWords.Css(what.Severity),
        string.Join(", ", new[] { what.Subject, what.Text }.Where(static part => !string.IsNullOrEmpty(part))), what.Actor);
}
