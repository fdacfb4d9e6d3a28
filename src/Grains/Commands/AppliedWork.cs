using System.Collections.Immutable;

namespace BloxOs.Grains.Commands;

/// <summary>What a rig made of what is wanted of it, as its agent says.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.applied-work")]
public sealed record AppliedWork
{
    /// <summary><see cref="WantedWork.Revision"/> that is in force.</summary>
    [Id(0)] public long Revision { get; init; }

    /// <summary>Why a newer revision was refused.</summary>
    [Id(1)] public string? Refused { get; init; }

    /// <summary>The miners that the agent looks after.</summary>
    [Id(2)] public ImmutableArray<AppliedMiner> Miners { get; init; } = [];

    /// <summary>What the rig does to help itself, in words; null when nothing.</summary>
    [Id(3)] public string? Recovering { get; init; }

    /// <summary>When word of it came.</summary>
    [Id(4)] public DateTimeOffset At { get; init; }

    /// <summary>Digest of what is in force, as the rig says; null from agents that say none.</summary>
    [Id(5)] public string? Digest { get; init; }

    /// <summary>What is in force under the wanted revision is something else than what is wanted: its file was changed, or another server wrote it.</summary>
    [Id(6)] public bool Differs { get; init; }
}

/// <summary>One miner instance as it is.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.applied-miner")]
public sealed record AppliedMiner
{
    /// <summary>Names the instance on its rig.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>Id of the miner in the catalogue.</summary>
    [Id(1)] public string? Miner { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public MinerPhase Phase { get; init; }

    /// <summary>Why.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>Times that it ended by itself since it was last told to start.</summary>
    [Id(4)] public int Exits { get; init; }

    /// <summary>Exit status of the last end; above 128: killed by that signal plus 128.</summary>
    [Id(5)] public int? ExitCode { get; init; }

    /// <summary>When it is started again, by the server's clock.</summary>
    [Id(6)] public DateTimeOffset? NextStartAt { get; init; }

    /// <summary>The last lines before it ended.</summary>
    [Id(7)] public ImmutableArray<string> LastLines { get; init; } = [];

    /// <summary>Bus ids of cards that it was started without, because they made trouble.</summary>
    [Id(8)] public ImmutableArray<string> Quarantined { get; init; } = [];
}

/// <summary>Where a miner instance stands.</summary>
[GenerateSerializer, Alias("bloxos.miner-phase")]
public enum MinerPhase
{
    /// <summary>The agent says something that this version does not know.</summary>
    Other,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Not to run.</summary>
    Stopped,

    /// <summary>Ended by itself; is started again after a pause.</summary>
    Waiting,

    /// <summary>A person is needed.</summary>
    Failed,

    /// <summary>Held back by the guard against heat or by maintenance.</summary>
    Held,
}
