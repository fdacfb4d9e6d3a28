namespace BloxOs.Web.Display;

/// <summary>How a farm's rigs are shown.</summary>
internal enum FarmViewKind
{
    /// <summary>One line per rig, the worst first.</summary>
    Rows,

    /// <summary>One tile per rig, the worst first; by name for those who know where each stands.</summary>
    Tiles,
}
