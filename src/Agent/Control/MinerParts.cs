using BloxOs.Agent.Machine;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Telemetry;

namespace BloxOs.Agent.Control;

/// <summary>What every instance works with.</summary>
internal sealed record MinerParts
{
    /// <summary>Makes command lines.</summary>
    public required LaunchPlanner Planner { get; init; }

    /// <summary>Starts.</summary>
    public required IMinerLauncher Launcher { get; init; }

    /// <summary>Stops.</summary>
    public required MinerStopper Stopper { get; init; }

    /// <summary>The kernel's word on who is who.</summary>
    public required ProcessTable Table { get; init; }

    /// <summary>Where things lie.</summary>
    public required MinerPlaces Places { get; init; }

    /// <summary>Bounds what miners print while no agent is there.</summary>
    public required LogKeeper Keeper { get; init; }

    /// <summary>Who miners run as; null for the agent's own user.</summary>
    public MinerUser? User { get; init; }

    /// <summary>Pauses after an end.</summary>
    public required BackOff BackOff { get; init; }

    /// <summary>Time between two looks at a miner.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Told what happens.</summary>
    public required RigEvents Events { get; init; }

    /// <summary>Where to speak.</summary>
    public required AgentLog Log { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The name alone: there is no room for printing what nobody reads.</summary>
    public override string ToString() => nameof(MinerParts);
}
