namespace BloxOs.Data.History;

/// <summary>What a run of the packer did.</summary>
public sealed class PackResult
{
    /// <summary>Samples of rigs that were packed.</summary>
    public long Samples { get; internal set; }

    /// <summary>Chunks that were written.</summary>
    public long Chunks { get; internal set; }

    /// <summary>Transactions that it took.</summary>
    public long Transactions { get; internal set; }

    /// <summary>Samples that were there already, or that a chunk had no room for.</summary>
    public long LeftOut { get; internal set; }

    /// <summary>Samples that could not be read and are lost.</summary>
    public long Damaged { get; internal set; }

    /// <summary>Chunks that could not be read and were begun anew.</summary>
    public long DamagedChunks { get; internal set; }
}
