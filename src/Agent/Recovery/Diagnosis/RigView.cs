namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>The rig at one moment, as far as it is known. What is not known is absent.</summary>
internal sealed record RigView
{
    /// <summary>Every card that was ever seen.</summary>
    public IReadOnlyList<GpuView> Gpus { get; init; } = [];

    /// <summary>Every miner that is wanted on the rig.</summary>
    public IReadOnlyList<MinerView> Miners { get; init; } = [];

    /// <summary>Something outside answers: the server, a pool. False: nothing that was tried does. Null: nothing was tried.</summary>
    public bool? OutsideReachable { get; init; }

    /// <summary>Load average over one minute.</summary>
    public double? Load1 { get; init; }

    /// <summary>Hardware threads.</summary>
    public int? CpuThreads { get; init; }

    /// <summary>The disk with the agent's state took a write; false: it did not.</summary>
    public bool? DiskWritable { get; init; }
}
