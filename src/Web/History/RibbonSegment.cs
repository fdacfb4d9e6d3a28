namespace BloxOs.Web.History;

/// <summary>A rig in one state for a while.</summary>
/// <param name="From">Since when.</param>
/// <param name="To">Until when.</param>
/// <param name="State">Name of the state; null where nobody knows.</param>
internal readonly record struct RibbonSegment(DateTimeOffset From, DateTimeOffset To, string? State)
{
    /// <summary>How long.</summary>
    public TimeSpan Length => To - From;
}
