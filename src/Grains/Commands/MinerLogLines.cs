using System.Collections.Immutable;

namespace BloxOs.Grains.Commands;

/// <summary>Lines of one miner's log.</summary>
/// <param name="First">Number of the first of <paramref name="Lines"/>, counted from 1.</param>
/// <param name="Lines">The lines; empty when there is nothing new.</param>
[GenerateSerializer, Immutable, Alias("bloxos.miner-log-lines")]
public sealed record MinerLogLines([property: Id(0)] long First, [property: Id(1)] ImmutableArray<string> Lines)
{
    /// <summary>Nothing.</summary>
    public static MinerLogLines None { get; } = new(1, []);

    /// <summary>Number of the last line; 0 when there is none.</summary>
    public long Last => First + Lines.Length - 1;
}
