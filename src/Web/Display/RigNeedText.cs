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
}
