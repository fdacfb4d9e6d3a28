namespace BloxOs.RigSim.Models;

/// <summary>Something that happened to a fake rig before it first connected.</summary>
/// <param name="Ago">So long before.</param>
/// <param name="Kind">As timelines name it: "kernel", "miner-ended"; <see cref="Status"/> for another state of the rig.</param>
/// <param name="Subject">The card, the miner, or "machine"; null where the kind says it all.</param>
/// <param name="Text">For people; of a state its name.</param>
public sealed record PastEvent(TimeSpan Ago, string Kind, string? Subject = null, string? Text = null)
{
    /// <summary>Kind of a change of state.</summary>
    public const string Status = "status";

    /// <summary>State of a rig of which nothing is heard.</summary>
    public const string Offline = "offline";
}
