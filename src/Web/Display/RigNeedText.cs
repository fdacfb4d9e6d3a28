namespace BloxOs.Web.Display;

/// <summary>Words for why a rig needs a person.</summary>
internal static class RigNeedText
{
    /// <summary>After a number.</summary>
    public static string Few(RigNeed need) => need switch
    {
        RigNeed.Offline => "offline",
        RigNeed.DeadGpu => "with a dead GPU",
        RigNeed.Critical => "critical",
        RigNeed.Inactive => "not hashing",
        RigNeed.Rival => "with two machines",
        RigNeed.Hot => "hot",
        RigNeed.Stale => "stale",
        RigNeed.Rejects => "with rejects",
        RigNeed.LowHash => "slow",
        _ => "well",
    };

    /// <summary>What helps, in few words; null where it depends.</summary>
    public static string? Advice(RigNeed need) => need switch
    {
        RigNeed.DeadGpu => "Check its riser and power cable, then reboot the rig. If it dies again, lower its overclock.",
        RigNeed.Critical => "Stop its miner or lower its power limit now, then look at its fans and the air around it.",
        RigNeed.Hot => "Look at its fans, at dust and at the air around it, or lower its power limit.",
        RigNeed.Inactive => "Restart the miner; if it stays at 0, its log says why.",
        RigNeed.Rejects => "Lower the overclock, and see whether the pool is the nearest one.",
        RigNeed.LowHash => "Restart the miner, then compare its clocks and power limit with those of the faster cards.",
        _ => null,
    };
}
