namespace BloxOs.Data.History;

/// <summary>What a job writes in one transaction.</summary>
internal sealed class HistoryChanges
{
    /// <summary>Chunks to write.</summary>
    public List<ChunkWrite> Chunks { get; } = [];

    /// <summary>Hours that have to be made again.</summary>
    public HashSet<DirtyHour> Dirty { get; } = [];

    /// <summary>Hours that were; a later version stays.</summary>
    public List<DirtyHour> Made { get; } = [];

    /// <summary>Up to which of its samples each rig is packed with this.</summary>
    public Dictionary<string, long> PackedTo { get; } = new(StringComparer.Ordinal);

    /// <summary>End of the part of the embedded journal that is packed with this: it is deleted.</summary>
    public long? JournalEnd { get; set; }

    /// <summary>How far the job is with this; null leaves it.</summary>
    public long? Position { get; set; }
}
