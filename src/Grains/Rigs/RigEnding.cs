namespace BloxOs.Grains.Rigs;

/// <summary>How a rig's last connection ended, as far as the silo that held it saw.</summary>
[GenerateSerializer, Alias("bloxos.rig-ending")]
public enum RigEnding
{
    /// <summary>Not known: an older server wrote it down, or the silo went away before it could.</summary>
    Unknown,

    /// <summary>The agent said goodbye: it was stopped in order, alone or with its machine.</summary>
    Goodbye,

    /// <summary>Nothing came any more, not even the end of the connection.</summary>
    Silence,

    /// <summary>The connection broke off without a goodbye.</summary>
    Broken,

    /// <summary>The server closed it because the server itself was stopping.</summary>
    ServerStop,

    /// <summary>The server closed it because the rig's token had ended.</summary>
    TokenEnded,

    /// <summary>The server closed it because the agent broke a rule of the protocol.</summary>
    Refused,
}
