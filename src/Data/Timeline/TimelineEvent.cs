namespace BloxOs.Data.Timeline;

/// <summary>Something that happened to a rig, at a time: what its activity and the marks on its charts are made of.</summary>
/// <param name="RigId">The rig.</param>
/// <param name="FarmId">Its farm at that time: people of another farm do not see what was done there.</param>
/// <param name="At">When; kept to the millisecond.</param>
/// <param name="Kind">What, of a-z and hyphen: <see cref="StatusKind"/>, or the action of the audit log without its noun, <c>gpu-lost</c>.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record TimelineEvent(string RigId, string FarmId, DateTimeOffset At, string Kind, TimelineSeverity Severity)
{
    /// <summary>The rig has another state from here on: <see cref="Value"/> names it.</summary>
    public const string StatusKind = "status";

    /// <summary>A card, a miner instance, or whatever else of the rig it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>The new value, for programs: of a status its name in small letters.</summary>
    public string? Value { get; init; }

    /// <summary>For people, one line.</summary>
    public string? Text { get; init; }

    /// <summary>Who did it, as people know him; null for what happened by itself.</summary>
    public string? Actor { get; init; }
}
