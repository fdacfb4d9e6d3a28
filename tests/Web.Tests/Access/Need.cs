using BloxOs.Grains.Farms;

namespace BloxOs.Web.Tests.Access;

/// <summary>What a route is expected to ask of a caller.</summary>
/// <param name="Kind">What kind of thing it concerns.</param>
/// <param name="Level">The level in the farm, for farms and rigs.</param>
/// <param name="Fresh">A password that was entered just now.</param>
internal sealed record Need(NeedKind Kind, FarmLevel Level = FarmLevel.None, bool Fresh = false)
{
    /// <summary>Reads "farm manager, fresh".</summary>
    public static Need Of(string words)
    {
        string[] parts = words.Split(", ");
        bool fresh = parts is [_, "fresh"];
        return parts[0].Split(' ') switch
        {
            ["anybody"] => new(NeedKind.Anybody),
            ["signed", "in"] => new(NeedKind.SignedIn, Fresh: fresh),
            ["admin"] => new(NeedKind.Admin, Fresh: fresh),
            ["farm", var level] => new(NeedKind.Farm, Enum.Parse<FarmLevel>(level, ignoreCase: true), fresh),
            ["rig", var level] => new(NeedKind.Rig, Enum.Parse<FarmLevel>(level, ignoreCase: true), fresh),
            _ => throw new ArgumentException($"Not a need: {words}"),
        };
    }
}
