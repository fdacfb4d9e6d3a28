namespace BloxOs.Data.Timeline;

/// <summary>An event as it is stored.</summary>
/// <param name="Id">Ascending in the order of writing; unique in its database.</param>
/// <param name="Event">What happened.</param>
public sealed record TimelineEntry(long Id, TimelineEvent Event);
