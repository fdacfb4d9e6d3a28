using System.Collections.Immutable;

namespace BloxOs.Grains.Rigs;

/// <summary>
/// Tells a machine that comes back from a copy of its disk. Every boot has an id of its own. One that was replaced by another and comes back
/// while that one is connected proves that both machines live: a machine that was started anew never has its old boot id again.
/// </summary>
/// <param name="Replaced">Boot ids that lost a live connection to another, newest last.</param>
/// <param name="Rival">The other machine, while it is about.</param>
[GenerateSerializer, Immutable, Alias("bloxos.rig-rivals")]
internal sealed record RigRivals([property: Id(0)] ImmutableArray<string> Replaced, [property: Id(1)] RigRival? Rival)
{
    const int Remembered = 8;

    /// <summary>Without a try of the other machine for this long it counts as gone. Its agent waits 5 to 10 minutes between tries.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(30);

    /// <summary>Nothing is known.</summary>
    public static RigRivals None { get; } = new([], null);

    /// <summary>Whether this boot lost the rig to the one that is connected, so that taking it back would go on for ever.</summary>
    public bool IsRival(string? bootId, string? liveBootId) => bootId is not null && bootId != liveBootId && Replaced.Contains(bootId);

    /// <summary>The connected boot is replaced by another.</summary>
    public RigRivals With(string? liveBootId, string? bootId)
    {
        if (liveBootId is null || bootId is null || liveBootId == bootId) { return this; }
        var kept = Replaced.Remove(liveBootId).Add(liveBootId);
        return this with { Replaced = kept.Length > Remembered ? kept.RemoveAt(0) : kept };
    }

    /// <summary>The other machine tried again.</summary>
    public RigRivals Seen(RigInventory inventory, DateTimeOffset now) =>
        this with { Rival = new(inventory.HostName, inventory.Addresses.IsDefaultOrEmpty ? null : inventory.Addresses[0], Rival?.Since ?? now, now) };

    /// <summary>Forgets the other machine when it was not about for <see cref="GoneAfter"/>.</summary>
    public RigRivals Now(DateTimeOffset now) => Rival is { } rival && now - rival.LastTriedAt > GoneAfter ? this with { Rival = null } : this;
}
