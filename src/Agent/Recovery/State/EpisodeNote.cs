namespace BloxOs.Agent.Recovery.State;

/// <summary>An <see cref="Steps.Episode"/> as it lies on the disk.</summary>
internal sealed record EpisodeNote
{
    /// <summary>Name of a <see cref="Diagnosis.Cause"/>.</summary>
    public string? Cause { get; init; }

    /// <summary>Miner instance.</summary>
    public string? Instance { get; init; }

    /// <summary>Card.</summary>
    public string? BusId { get; init; }

    /// <summary>What was seen.</summary>
    public string? Evidence { get; init; }

    /// <summary>When it was last seen, seconds.</summary>
    public double LastSeen { get; init; }

    /// <summary>Next entry of the plan.</summary>
    public int Rung { get; init; }

    /// <summary>Steps that changed something.</summary>
    public int Steps { get; init; }

    /// <summary>Not before this comes the next step, seconds.</summary>
    public double NextAt { get; init; }

    /// <summary>A person was asked.</summary>
    public bool Asked { get; init; }

    /// <summary>What was done last.</summary>
    public string? Done { get; init; }
}
