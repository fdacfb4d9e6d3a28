using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Agent.Control;

/// <summary>All that starting one miner takes.</summary>
/// <param name="Program">Full path, without links, below the directory of miners.</param>
/// <param name="Command">Arguments, environment and configuration file.</param>
/// <param name="WorkDirectory">Where it runs.</param>
/// <param name="Output">File to which it writes.</param>
internal sealed record LaunchPlan(string Program, MinerCommandLine Command, string WorkDirectory, string Output)
{
    /// <summary>What it was made of, as digest: another one means that the miner has to be restarted.</summary>
    public required string Digest { get; init; }

    /// <summary>Variables by which a later agent knows the process as its own.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Marks { get; init; }

    /// <summary>Without the arguments: they hold accounts.</summary>
    public override string ToString() => Program;
}
