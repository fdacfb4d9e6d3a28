namespace BloxOs.Data.Timeline;

/// <summary>Which events of a rig.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="FarmId">Its farm: of a time in another one only its states are told.</param>
/// <param name="From">At this time or later.</param>
/// <param name="To">Before this time.</param>
/// <param name="Limit">At most so many, the newest, 1 to <see cref="MaxLimit"/>.</param>
public sealed record TimelineQuery(string RigId, string FarmId, DateTimeOffset From, DateTimeOffset To, int Limit)
{
    /// <summary>Most events in one answer.</summary>
    public const int MaxLimit = 5_000;

    /// <summary>Only those before the last one of an earlier answer; null for the newest.</summary>
    public TimelinePlace? Before { get; init; }

    /// <summary>True: changes of state only; false: all but those; null: both.</summary>
    public bool? Statuses { get; init; }

    /// <summary>Only so bad, or worse; for <see cref="Statuses"/> false alone.</summary>
    public TimelineSeverity AtLeast { get; init; }
}
