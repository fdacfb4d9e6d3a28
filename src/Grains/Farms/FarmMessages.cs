using System.Collections.Immutable;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>What a person may do in a farm; each level includes those before it.</summary>
[GenerateSerializer, Alias("bloxos.farm-level")]
public enum FarmLevel
{
    /// <summary>Nothing: the farm does not exist for him.</summary>
    None,

    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Look, and act on rigs.</summary>
    Operator,

    /// <summary>Also change settings.</summary>
    Manager,

    /// <summary>Also share and delete.</summary>
    Owner,
}

/// <summary>What a user is in a farm.</summary>
/// <param name="Exists">There is such a farm; without it the level is none.</param>
/// <param name="Name">The farm's name: not for those who may not see it.</param>
/// <param name="Level">What the farm's people agreed on; an administrator's reach is not in it.</param>
[GenerateSerializer, Immutable, Alias("bloxos.farm-membership")]
public sealed record FarmMembership([property: Id(0)] bool Exists, [property: Id(1)] string Name, [property: Id(2)] FarmLevel Level)
{
    /// <summary>No such farm.</summary>
    public static FarmMembership None { get; } = new(false, "", FarmLevel.None);
}

/// <summary>A farm and all its rigs, for a page: one call.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.farm-view")]
public sealed record FarmView
{
    /// <summary>Opaque id.</summary>
    [Id(0)] public required string FarmId { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Its rigs, in no order.</summary>
    [Id(2)] public ImmutableArray<RigView> Rigs { get; init; } = [];

    /// <summary>Sums over the rigs.</summary>
    [Id(3)] public FarmTotals Totals { get; init; } = FarmTotals.None;

    /// <summary>What people set.</summary>
    [Id(4)] public FarmSettings? Settings { get; init; }
}

/// <summary>The rigs of a farm that changed since the last update; sent at most twice a second.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.farm-update")]
public sealed record FarmUpdate
{
    /// <summary>Opaque id.</summary>
    [Id(0)] public required string FarmId { get; init; }

    /// <summary>Rigs with something new, whole.</summary>
    [Id(1)] public ImmutableArray<RigView> Changed { get; init; } = [];

    /// <summary>Ids of rigs that left the farm.</summary>
    [Id(2)] public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>Sums over all rigs.</summary>
    [Id(3)] public FarmTotals Totals { get; init; } = FarmTotals.None;

    /// <summary>Counts up by one per update of one activation of the farm: a gap tells that one was lost.</summary>
    [Id(4)] public long Number { get; init; }

    /// <summary>New settings; null when they are as before.</summary>
    [Id(5)] public FarmSettings? Settings { get; init; }
}

/// <summary>One of a farm's people.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.farm-member")]
public sealed record FarmMember([property: Id(0)] string UserId, [property: Id(1)] FarmLevel Level);

/// <summary>A rig was added: its token is shown this once; empty when it was added before and is in use.</summary>
[GenerateSerializer, Immutable, Alias("bloxos.rig-added")]
public sealed record RigAdded([property: Id(0)] string RigId, [property: Id(1)] string Token);
