namespace BloxOs.Agent.Control;

/// <summary>What an instance asks of the supervisor.</summary>
internal interface IMinerKeeper
{
    /// <summary>Holds on all miners.</summary>
    IReadOnlyList<MinerHold> Holds { get; }

    /// <summary>Keeps the records of all instances on disk.</summary>
    void Save();

    /// <summary>The status of an instance changed.</summary>
    void Tell();
}
