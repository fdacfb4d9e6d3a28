using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;

namespace BloxOs.Grains.Rigs;

/// <summary>One rig: who it is, what it reports, which connection speaks for it. The key is its opaque id.</summary>
[Alias("bloxos.IRigGrain")]
public interface IRigGrain : IGrainWithStringKey
{
    /// <summary>Makes the rig exist; saved before it answers.</summary>
    /// <exception cref="InvalidOperationException">It exists already.</exception>
    [Alias("Create")]
    Task Create(RigCreation creation);

    /// <summary>Checks an agent's token before its socket is opened; a new token that is shown ends the old one. Moves the grain to the silo that asks.</summary>
    [Alias("Authenticate")]
    Task<RigAuthentication> Authenticate(byte[] tokenHash, SiloAddress silo);

    /// <summary>
    /// A connection said hello; it replaces an older one, which is closed. Refused when its token has ended meanwhile, or when it comes from
    /// a machine that lost the rig to the one that is connected.
    /// </summary>
    [Alias("Attach")]
    Task<RigAttachment> Attach(RigSession session, byte[] tokenHash, RigInventory inventory);

    /// <summary>A newer inventory of the attached connection.</summary>
    [Alias("ChangeInventory")]
    Task ChangeInventory(RigSession session, RigInventory inventory);

    /// <summary>A sample of the attached connection. False when another connection speaks for the rig now.</summary>
    [Alias("Report")]
    ValueTask<bool> Report(RigSession session, RigSample sample);

    /// <summary>The gateway has heard nothing, or no sample, for a while, or hears the agent again.</summary>
    [Alias("Hear")]
    Task Hear(RigSession session, DateTimeOffset lastSeenAt, RigHearing hearing);

    /// <summary>The connection is gone. Ignored when it is not the attached one.</summary>
    [Alias("Detach")]
    Task Detach(RigSession session, DateTimeOffset lastSeenAt, RigEnding ending = RigEnding.Unknown);

    /// <summary>The rig as a page shows it; null when there is no such rig.</summary>
    [AlwaysInterleave, Alias("GetView")]
    Task<RigView?> GetView();

    /// <summary>The farm that it stands in, after what is under way; null when there is no such rig.</summary>
    [Alias("FarmOf")]
    Task<string?> FarmOf();

    /// <summary>
    /// Replaces name and tags of a rig of this farm. Done with the new version, Changed, Refused, or NotFound, also when the rig is in another
    /// farm.
    /// </summary>
    [Alias("Change")]
    Task<ChangeResult> Change(string farmId, RigSettings settings);

    /// <summary>
    /// Moves it from this farm to that one. Done with the new version, Refused, NotFound, also when the rig is in another farm, or Changed when it
    /// is not in the version that the caller read; null moves whatever is there.
    /// </summary>
    [Alias("Move")]
    Task<ChangeResult> Move(string farmId, string toFarmId, long? version = null);

    /// <summary>
    /// Deletes it: its token is dead and its connection closed. Done, NotFound, also when the rig is in another farm, or Changed when it is not in the
    /// version that the caller read; null deletes whatever is there.
    /// </summary>
    [Alias("Delete")]
    Task<ChangeResult> Delete(string farmId, long? version = null);

    /// <summary>Makes a new token for a rig of this farm; saved before it answers.</summary>
    [Alias("ChangeToken")]
    Task<RigTokenChange> ChangeToken(string farmId, RigTokenEnd oldToken);

    /// <summary>Gives a command to a rig of this farm; saved before it answers. Done, Refused, or NotFound, also when the rig is in another farm.</summary>
    [Alias("Order")]
    Task<CommandAnswer> Order(string farmId, CommandOrder order);

    /// <summary>Takes back a command that was not sent yet. Done, Refused, or NotFound, also when the rig is in another farm.</summary>
    [Alias("CancelCommand")]
    Task<CommandAnswer> CancelCommand(string farmId, string commandId);

    /// <summary>
    /// Replaces what the rig is to do; saved before it answers. Done with the new revision, Changed when
    /// <see cref="WantedWork.Revision"/> is not the one that is saved, Refused, or NotFound, also when the rig is in another farm.
    /// </summary>
    [Alias("ChangeWanted")]
    Task<ChangeResult> ChangeWanted(string farmId, WantedWork wanted);

    /// <summary>One of its commands, with its whole output; null when there is no such rig or command.</summary>
    [AlwaysInterleave, Alias("GetCommand")]
    Task<RigCommand?> GetCommand(string commandId);

    /// <summary>That connection's silo cannot open the passwords in what is wanted.</summary>
    [Alias("HoldBack")]
    Task HoldBack(RigSession session);

    /// <summary>Its commands, without long outputs, and what it is to do; null when there is no such rig.</summary>
    [AlwaysInterleave, Alias("GetOrders")]
    Task<RigOrders?> GetOrders();

    /// <summary>Somebody looks at a miner's log: what is known after this line. Asked again every few seconds for as long as he looks.</summary>
    [Alias("WatchLog")]
    Task<MinerLogLines> WatchLog(string instance, long after);

    /// <summary>The attached connection was welcomed and takes orders from here on, of this revision; null: its agent takes none.</summary>
    [Alias("Ready")]
    Task Ready(RigSession session, long? wantedRevision);

    /// <summary>That connection's agent takes no orders.</summary>
    [Alias("RefuseOrders")]
    Task RefuseOrders(RigSession session);

    /// <summary>The rig's word on a command; an end is saved before it answers.</summary>
    [Alias("NoteCommand")]
    Task<CommandReceipt> NoteCommand(RigSession session, CommandReport report);

    /// <summary>What the rig made of what it is to do.</summary>
    [Alias("Apply")]
    Task Apply(RigSession session, AppliedWork applied);

    /// <summary>Lines of a miner's log that was asked for.</summary>
    [Alias("TakeLog")]
    Task TakeLog(RigSession session, string instance, MinerLogLines lines);

    /// <summary>What happened before this sample, for the audit log: once per sequence.</summary>
    [Alias("NoteHappenings")]
    Task NoteHappenings(RigSession session, long sequence, RigHappening[] happenings);
}
