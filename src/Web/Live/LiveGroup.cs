namespace BloxOs.Web.Live;

/// <summary>Something that can be watched. Groups are named here and never by a client.</summary>
/// <param name="Kind">"farm" or "rig".</param>
/// <param name="Id">Its opaque id.</param>
internal readonly record struct LiveGroup(string Kind, string Id)
{
    /// <summary>Kind of a farm's page.</summary>
    public const string FarmKind = "farm";

    /// <summary>Kind of a rig's page.</summary>
    public const string RigKind = "rig";

    /// <summary>A farm's page.</summary>
    public static LiveGroup Farm(string farmId) => new(FarmKind, farmId);

    /// <summary>A rig's page.</summary>
    public static LiveGroup Rig(string rigId) => new(RigKind, rigId);

    /// <summary>Name of the SignalR group.</summary>
    public string Name => $"{Kind}:{Id}";
}
