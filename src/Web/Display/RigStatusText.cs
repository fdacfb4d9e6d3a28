using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Names of rig states.</summary>
internal static class RigStatusText
{
    /// <summary>Class and symbol of the state.</summary>
    public static string Css(RigStatus status) => RigStatusNames.Of(status);

    /// <summary>Of a rig that has never reported.</summary>
    public const string NewRule = "It was added here and has not called yet.";

    /// <summary>The order in which the rules are tried: the first that fits decides.</summary>
    public static IReadOnlyList<RigStatus> Order { get; } =
    [
        RigStatus.Offline, RigStatus.Stale, RigStatus.Maintenance, RigStatus.Recovering, RigStatus.Online, RigStatus.Idle, RigStatus.Mining, RigStatus.Starting, RigStatus.Inactive,
    ];

    /// <summary>The rule of the state, for people: shown where the state is, and the table of docs/states.md.</summary>
    /// <param name="status">The state.</param>
    /// <param name="limits">Those that are in force; those of the default heartbeat when they are left out.</param>
    public static string Rule(RigStatus status, SilenceLimits? limits = null) => status switch
    {
        RigStatus.Stale => $"A connection, but nothing came over it for {(limits ?? SilenceLimits.Usual).StaleText}.",
        RigStatus.Maintenance => "Connected, and people said that they work on it: the rig recovers nothing by itself.",
        RigStatus.Recovering => "Connected, and its agent says that it helps itself.",
        RigStatus.Online => "Connected, and no sample yet, or other messages only for three sample intervals.",
        RigStatus.Idle => "The last sample names no miner.",
        RigStatus.Mining => "At least one miner has a hashrate above 0.",
        RigStatus.Starting => "Miners run, and none has reported a hashrate yet.",
        RigStatus.Inactive => "Miners run, at least one reports a hashrate, and each that does reports 0.",
        _ => $"No connection. It broke off or was ended, or nothing came over it for {(limits ?? SilenceLimits.Usual).OfflineText} and it was cut.",
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
