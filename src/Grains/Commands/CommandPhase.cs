namespace BloxOs.Grains.Commands;

/// <summary>Where a command stands. From <see cref="Ok"/> on it is over.</summary>
[GenerateSerializer, Alias("bloxos.command-phase")]
public enum CommandPhase
{
    /// <summary>Waits for the rig to come.</summary>
    Queued,

    /// <summary>Handed to the rig's connection: from here on the rig may carry it out.</summary>
    Sent,

    /// <summary>The rig has begun.</summary>
    Started,

    /// <summary>Done.</summary>
    Ok,

    /// <summary>Could not be done; the output says why.</summary>
    Failed,

    /// <summary>Came too late and was not carried out.</summary>
    Expired,

    /// <summary>Whether it was done cannot be told: the rig had it and gave no answer.</summary>
    Unknown,

    /// <summary>Taken back before it was sent.</summary>
    Cancelled,
}
