using System.Collections.Immutable;
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

    /// <summary>
    /// Adds a rig with a new token. Names are 1 to 64 characters and need not be unique. Asked for with the same unguessable
    /// <paramref name="once"/> again, it gives the same rig: with a token in place of the one before, or with none when the rig has called already.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty, too long or has control characters, or the farm is full.</exception>
    [AlwaysInterleave, Alias("AddRig")]
    Task<RigAdded> AddRig(string name, string? once = null);

    /// <summary>What people set; null when there is no such farm.</summary>
    [AlwaysInterleave, Alias("GetSettings")]
    Task<FarmSettings?> GetSettings();

    /// <summary>Replaces the settings that were read. Done with the new version, Changed, NotFound, or Refused by <see cref="FarmSettings.Checked"/>.</summary>
    [Alias("ChangeSettings")]
    Task<ChangeResult> ChangeSettings(FarmSettings settings);

    /// <summary>
    /// Deletes the farm for everybody, and its rigs: their tokens are dead and their connections closed. Refused when the typed name is
    /// another; NotFound; Changed when its settings are not in the version that the caller read, null deletes whatever is there. Its id is never used again.
    /// </summary>
    [Alias("Delete")]
    Task<ChangeResult> Delete(string typedName, long? version = null);

    /// <summary>Its people, owners first; none when there is no such farm.</summary>
    [AlwaysInterleave, Alias("GetMembers")]
    Task<ImmutableArray<FarmMember>> GetMembers();

    /// <summary>Whether the farm would have nobody who can act as its owner without this user; monitors cannot. False when there is no such farm.</summary>
    [Alias("IsOnlyOwner")]
    Task<bool> IsOnlyOwner(string userId);

    /// <summary>
    /// Gives a member another level. Done, NotFound, Refused: the last owner stays one, and a monitor becomes none; Changed when he has not the level that
    /// the caller read.
    /// </summary>
    [Alias("ChangeLevel")]
    Task<ChangeResult> ChangeLevel(string userId, FarmLevel level, FarmLevel? read = null);

    /// <summary>
    /// Takes a member out, also when he leaves himself or his account is deleted. Done, NotFound, Refused: the last owner stays; Changed when he has not
    /// the level that the caller read.
    /// </summary>
    [Alias("RemoveMember")]
    Task<ChangeResult> RemoveMember(string userId, FarmLevel? read = null);

    /// <summary>Makes that member an owner and this owner a manager, in one step. Done, NotFound or Refused.</summary>
    [Alias("TransferOwnership")]
    Task<ChangeResult> TransferOwnership(string fromUserId, string toUserId);

    /// <summary>The farm with all rigs; null when it does not exist.</summary>
    [AlwaysInterleave, Alias("GetView")]
    Task<FarmView?> GetView();

    /// <summary>Tells this observer of changes for 60 s; call again before that to go on.</summary>
    [AlwaysInterleave, Alias("Watch")]
    Task Watch(IFarmObserver observer);

    /// <summary>Tells it no more.</summary>
    [AlwaysInterleave, Alias("Unwatch")]
    Task Unwatch(IFarmObserver observer);

    /// <summary>From a rig that moves here: lists it. False when the farm does not exist or is full.</summary>
    [AlwaysInterleave, Alias("AcceptRig")]
    Task<bool> AcceptRig(string rigId);

    /// <summary>From a rig that is elsewhere now, or gone: lists it no more.</summary>
    [AlwaysInterleave, Alias("ReleaseRig")]
    Task ReleaseRig(string rigId);

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
    /// <summary>Something changed; at most twice a second.</summary>
    [OneWay, Alias("Updated")]
    Task Updated(FarmUpdate update);
}
