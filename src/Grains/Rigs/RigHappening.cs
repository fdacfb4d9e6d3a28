namespace BloxOs.Grains.Rigs;

/// <summary>Something that happened on a rig: a miner ended, the rig helped itself, the kernel complained.</summary>
public sealed record RigHappening
{
    /// <summary>When; by the sample's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What kind: a word of the protocol, or one that a newer agent knows.</summary>
    public string? Kind { get; init; }

    /// <summary>For people, one line.</summary>
    public string? Text { get; init; }

    /// <summary>The card that it is about.</summary>
    public string? BusId { get; init; }

    /// <summary>The miner instance that it is about.</summary>
    public string? Instance { get; init; }
}
