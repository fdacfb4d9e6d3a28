namespace BloxOs.Grains.Commands;

/// <summary>What a rig's grain has to tell its agent.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-order")]
public abstract record RigOrder;

/// <summary>Carry out this command.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.order-command")]
public sealed record OrderCommand([property: Id(0)] RigCommand Command) : RigOrder
{
    /// <summary>One that the rig has begun has no time left: a rig that has forgotten it does not begin it a second time.</summary>
    public static OrderCommand Of(RigCommand command) => new(command.Phase == CommandPhase.Started ? command with { NotAfter = DateTimeOffset.MinValue } : command);
}

/// <summary>Do this from now on. Passwords in it are encrypted; the gateway opens them.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.order-work")]
public sealed record OrderWork([property: Id(0)] WantedWork Wanted) : RigOrder;

/// <summary>Send what this miner writes.</summary>
/// <param name="Instance">The miner instance.</param>
/// <param name="After">Number of the last line that is known; 0 for none.</param>
/// <param name="Seconds">How long to go on.</param>
[GenerateSerializer, Immutable, Alias("bloxos.order-log")]
public sealed record OrderLog([property: Id(0)] string Instance, [property: Id(1)] long After, [property: Id(2)] int Seconds) : RigOrder;

/// <summary>Whether an order reached a rig's connection.</summary>
[GenerateSerializer, Alias("bloxos.rig-delivery")]
public enum RigDelivery
{
    /// <summary>It was written to the socket.</summary>
    Sent,

    /// <summary>That connection does not stand, or is not ready; the next one gets it.</summary>
    NotThere,

    /// <summary>The agent is of a version that takes no orders.</summary>
    TooOld,

    /// <summary>A password in it cannot be opened in that process: it does not have the key file.</summary>
    Sealed,
}
