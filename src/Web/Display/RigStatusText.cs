using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Names of rig states.</summary>
internal static class RigStatusText
{
    /// <summary>Class and symbol of the state.</summary>
    public static string Css(RigStatus status) => status switch
    {
        RigStatus.Stale => "stale",
        RigStatus.Online => "online",
        RigStatus.Starting => "starting",
        RigStatus.Mining => "mining",
        RigStatus.Inactive => "inactive",
        RigStatus.Idle => "idle",
        RigStatus.Recovering => "recovering",
        RigStatus.Maintenance => "maintenance",
        _ => "offline",
    };

    /// <summary>For people.</summary>
    public static string Title(RigStatus status) => status switch
    {
        RigStatus.Stale => "Stale",
        RigStatus.Online => "Online",
        RigStatus.Starting => "Starting",
        RigStatus.Mining => "Mining",
        RigStatus.Inactive => "Not hashing",
        RigStatus.Idle => "Idle",
        RigStatus.Recovering => "Recovering",
        RigStatus.Maintenance => "Maintenance",
        _ => "Offline",
    };
}
