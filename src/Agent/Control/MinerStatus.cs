using System.Net;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>One miner instance as it is.</summary>
/// <param name="Wanted">What is wanted of it.</param>
/// <param name="State">One of <see cref="MinerStates"/>.</param>
internal sealed record MinerStatus(DesiredMiner Wanted, string State)
{
    /// <summary>Name of the instance.</summary>
    public string Name => Wanted.Name!;

    /// <summary>Why it is in that state, for people; null when that goes without saying.</summary>
    public string? Reason { get; init; }

    /// <summary>Process of the miner; null unless it runs.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Where its API listens, always loopback; null unless it runs.</summary>
    public IPEndPoint? Api { get; init; }

    /// <summary>Secret of the API; null when it has none.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Times that it ended by itself since it was last told to start.</summary>
    public int Exits { get; init; }

    /// <summary>Exit status of the last end; above 128: killed by that signal plus 128. Null when it did not end, or it cannot be told.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Timestamp at which it is started again; null unless it waits for that.</summary>
    public long? NextStart { get; init; }

    /// <summary>The last lines before it ended by itself, secrets masked.</summary>
    public IReadOnlyList<string> LastLines { get; init; } = [];

    /// <summary>Bus ids of cards that it runs without, because they made trouble.</summary>
    public IReadOnlyList<string> Quarantined { get; init; } = [];

    /// <summary>Which of its pools comes first, from 0.</summary>
    public int Pool { get; init; }

    /// <summary>Pools of its first algorithm.</summary>
    public int Pools => Wanted.Algorithms is [{ Pools: { } pools }, ..] ? pools.Count : 0;

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(MinerStatus);
}
