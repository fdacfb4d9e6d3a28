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

    /// <summary>Samples that are done with this, exactly: what was committed since they were read, under a lower sequence too, stays in the journal.</summary>
    public List<SequenceRun> Packed { get; } = [];

    /// <summary>End of the part of the embedded journal that is packed with this: it is deleted.</summary>
    public long? JournalEnd { get; set; }

    /// <summary>The highest sequence of each rig in that part.</summary>
    public Dictionary<string, long> JournalMarks { get; } = new(StringComparer.Ordinal);

    /// <summary>How far the job is with this; null leaves it.</summary>
    public long? Position { get; set; }
}
