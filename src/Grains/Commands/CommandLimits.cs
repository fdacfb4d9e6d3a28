namespace BloxOs.Grains.Commands;

/// <summary>How many commands a rig may have, and how long they may wait.</summary>
public static class CommandLimits
{
    /// <summary>Shortest time that a command may wait for its rig.</summary>
    public static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that a command may wait for its rig.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>Commands that are not over, at most.</summary>
    public const int MostOpen = 64;

    /// <summary>Commands that are over and kept.</summary>
    public const int MostKept = 100;
}
