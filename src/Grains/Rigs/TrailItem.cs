using BloxOs.Data.Timeline;

namespace BloxOs.Grains.Rigs;

/// <summary>An event for a rig's timeline, before it is known whose. Members as in <see cref="TimelineEvent"/>.</summary>
internal sealed record TrailItem(string Kind, TimelineSeverity Severity, string? Subject = null, string? Text = null, string? Value = null)
{
    /// <summary>When it happened; null for when it is told.</summary>
    public DateTimeOffset? At { get; init; }
}
