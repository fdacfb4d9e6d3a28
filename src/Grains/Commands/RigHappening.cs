namespace BloxOs.Grains.Commands;

/// <summary>Something that happened on a rig, as its agent says; texts are bounded and safe to show.</summary>
/// <param name="At">When; the server's time where the agent's clock is off.</param>
/// <param name="Kind">What kind, as the wire names it; one that is not known is shown by its text.</param>
/// <param name="Text">One line.</param>
/// <param name="BusId">The card that it is about.</param>
/// <param name="Instance">The miner instance that it is about.</param>
[GenerateSerializer, Immutable, Alias("bloxos.rig-happening")]
public sealed record RigHappening(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string? Kind, [property: Id(2)] string? Text, [property: Id(3)] string? BusId, [property: Id(4)] string? Instance);
