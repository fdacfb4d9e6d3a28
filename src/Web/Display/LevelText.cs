using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>Words for what a person may do in a farm.</summary>
internal static class LevelText
{
    /// <summary>The levels that can be given, the least first.</summary>
    public static IReadOnlyList<FarmLevel> All { get; } = [FarmLevel.Viewer, FarmLevel.Operator, FarmLevel.Manager, FarmLevel.Owner];

    /// <summary>What it is called.</summary>
    public static string Title(FarmLevel level) => level switch
    {
        FarmLevel.Viewer => "Viewer",
        FarmLevel.Operator => "Operator",
        FarmLevel.Manager => "Manager",
        FarmLevel.Owner => "Owner",
        _ => "Nothing",
    };

    /// <summary>In a sentence: "a viewer", "an owner".</summary>
    public static string WithArticle(FarmLevel level) => (level is FarmLevel.Operator or FarmLevel.Owner ? "an " : "a ") + Title(level).ToLowerInvariant();

    /// <summary>What it means.</summary>
    public static string Means(FarmLevel level) => level switch
    {
        FarmLevel.Viewer => "sees everything and changes nothing",
        FarmLevel.Operator => "sees and acts on rigs",
        FarmLevel.Manager => "also changes settings, adds and deletes rigs",
        FarmLevel.Owner => "also shares and deletes the farm",
        _ => "",
    };
}
