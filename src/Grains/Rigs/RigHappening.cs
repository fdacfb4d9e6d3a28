namespace BloxOs.Grains.Rigs;

/// <summary>Something that happened on a rig: a miner ended, the rig helped itself, the kernel complained.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-happening")]
public sealed record RigHappening
{
    /// <summary>When; by the sample's clock.</summary>
    [Id(0)] public DateTimeOffset At { get; init; }

    /// <summary>What kind: a word of the protocol, or one that a newer agent knows.</summary>
    [Id(1)] public string? Kind { get; init; }

    /// <summary>For people, one line.</summary>
    [Id(2)] public string? Text { get; init; }

    /// <summary>The card that it is about.</summary>
    [Id(3)] public string? BusId { get; init; }

    /// <summary>The miner instance that it is about.</summary>
    [Id(4)] public string? Instance { get; init; }
}
