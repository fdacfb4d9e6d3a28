namespace BloxOs.Data.History;

/// <summary>One walk over the samples that wait to be packed, of all rigs; it holds a bounded part of them in memory.</summary>
internal interface IJournalPass
{
    /// <summary>The samples, rig by rig. A rig may come more than once.</summary>
    IAsyncEnumerable<RigBacklog> ReadAsync(CancellationToken cancellation);

    /// <summary>Whether it came to the end of what waited when it began.</summary>
    bool ReachedEnd { get; }

    /// <summary>Samples that could not be read, or whose checksum is wrong: they are lost.</summary>
    long Damaged { get; }

    /// <summary>Adds to the last transaction of the walk what ends it.</summary>
    void End(HistoryChanges changes);
}
