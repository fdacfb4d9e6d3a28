namespace BloxOs.Grains.Rigs;

/// <summary>
/// A sample as it is kept and sent between silos: packed, a fifth of the memory of <see cref="RigStats"/>, and the very bytes that are
/// stored. What has to be known of every sample at once stands beside the bytes.
/// </summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-sample")]
public sealed class RigSample
{
    /// <summary>No sample yet.</summary>
    public static RigSample None { get; } = Of(RigStats.Empty);

    /// <summary>Counts up over the life of the rig; 0 for none.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>When it was read; see <see cref="RigStats.At"/>.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>What its miners do.</summary>
    [Id(2)] public required RigWorkState Work { get; init; }

    /// <summary>The readings as <see cref="SampleEncoding"/> packs them. Never changed.</summary>
    [Id(3)] public required byte[] Bytes { get; init; }

    /// <summary>A bit per dead card, by its index.</summary>
    [Id(4)] public ulong Faults { get; init; }

    /// <summary>A bit per card that slows itself because it is at its end, by its index.</summary>
    [Id(5)] public ulong Slowed { get; init; }

    /// <summary>Changes with what is mined by which version of which miner; 0 for nothing.</summary>
    [Id(6)] public uint Mined { get; init; }

    /// <summary>Packs a sample.</summary>
    public static RigSample Of(RigStats stats) => new()
    {
        Sequence = stats.Sequence,
        At = stats.At,
        Work = RigHealth.WorkOf(stats),
        Bytes = SampleEncoding.Encode(stats),
        Faults = FaultsOf(stats),
        Slowed = SampleTrail.SlowedOf(stats),
        Mined = SampleTrail.MinedOf(stats),
    };

    static ulong FaultsOf(RigStats stats)
    {
        ulong faults = 0;
        foreach (var gpu in stats.Gpus) { if (gpu.Fault is not null) { faults |= 1UL << gpu.Index; } }
        return faults;
    }

    /// <summary>Unpacks it anew: some microseconds, so once per use.</summary>
    /// <exception cref="InvalidDataException">Not the bytes of a sample.</exception>
    public RigStats Read() => SampleEncoding.Decode(Sequence, At, Bytes);
}
