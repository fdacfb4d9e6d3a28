using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>One farm: its people, its rigs and their last readings. The key is its opaque id.</summary>
[Alias("bloxos.IFarmGrain")]
public interface IFarmGrain : IGrainWithStringKey
{
    /// <summary>Makes the farm exist, owned by this user; saved before it answers. The same call again changes nothing.</summary>
    [Alias("Create")]
    Task Create(string name, string ownerUserId);

    /// <summary>What this user is here; <see cref="FarmMembership.None"/> for a farm that does not exist.</summary>
    [AlwaysInterleave, Alias("MembershipOf")]
    Task<FarmMembership> MembershipOf(string userId);

    /// <summary>Adds a rig with a new token. Names are 1 to 64 characters and need not be unique.</summary>
    /// <exception cref="ArgumentException">The name is empty, too long or has control characters.</exception>
    [Alias("AddRig")]
    Task<RigAdded> AddRig(string name);

    /// <summary>The farm with all rigs; null when it does not exist.</summary>
    [AlwaysInterleave, Alias("GetView")]
    Task<FarmView?> GetView();

    /// <summary>Tells this observer of changes for 60 s; call again before that to go on.</summary>
    [AlwaysInterleave, Alias("Watch")]
    Task Watch(IFarmObserver observer);

    /// <summary>Tells it no more.</summary>
    [AlwaysInterleave, Alias("Unwatch")]
    Task Unwatch(IFarmObserver observer);

    /// <summary>From a rig: its description changed.</summary>
    [OneWay, AlwaysInterleave, Alias("Describe")]
    Task Describe(RigDescription description);

    /// <summary>From a rig: it has a new reading.</summary>
    [OneWay, AlwaysInterleave, Alias("Report")]
    Task Report(RigReading reading);

    /// <summary>Wakes the farm after a start of the server, so that its rigs are watched though nobody looks.</summary>
    [AlwaysInterleave, Alias("Wake")]
    Task Wake();
}

/// <summary>A web host that shows a farm.</summary>
[Alias("bloxos.IFarmObserver")]
public interface IFarmObserver : IGrainObserver
{
    /// <summary>Something changed; at most once a second.</summary>
    [OneWay, Alias("Updated")]
    Task Updated(FarmUpdate update);
}
