namespace BloxOs.Grains.Rigs;

/// <summary>What an agent's hello says about orders.</summary>
public static class RigGreeting
{
    /// <summary>The revision that the rig has is not known; what is wanted is sent in any case.</summary>
    public const long UnknownRevision = -1;
}
