namespace BloxOs.Grains.Rigs;

/// <summary>Names of states, as they are stored on the timeline and as pages call them.</summary>
public static class RigStatusNames
{
    /// <summary>Name of a state: a lower-case word.</summary>
    public static string Of(RigStatus status) => status switch
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
}
