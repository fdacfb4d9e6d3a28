namespace BloxOs.Grains.Rigs;

/// <summary>One rig: who it is, what it reports, which connection speaks for it. The key is its opaque id.</summary>
[Alias("bloxos.IRigGrain")]
public interface IRigGrain : IGrainWithStringKey
{
    /// <summary>Makes the rig exist; saved before it answers.</summary>
    /// <exception cref="InvalidOperationException">It exists already.</exception>
    [Alias("Create")]
    Task Create(RigCreation creation);

    /// <summary>Checks an agent's token before its socket is opened. Moves the grain to the silo that asks.</summary>
    [Alias("Authenticate")]
    Task<RigAuthentication> Authenticate(byte[] tokenHash, SiloAddress silo);

    /// <summary>A connection said hello; it replaces an older one, which is closed.</summary>
    [Alias("Attach")]
    Task<RigAttachment> Attach(RigSession session, RigInventory inventory);

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
    Task Detach(RigSession session, DateTimeOffset lastSeenAt);

    /// <summary>The rig as a page shows it; null when there is no such rig.</summary>
    [AlwaysInterleave, Alias("GetView")]
    Task<RigView?> GetView();

    /// <summary>Gives the rig another name, 1 to 64 characters; saved before it answers.</summary>
    [Alias("Rename")]
    Task Rename(string name);

    /// <summary>Takes another token: the old one is dead at once, and a connection that used it is closed.</summary>
    [Alias("ReplaceToken")]
    Task ReplaceToken(byte[] tokenHash);
}
