namespace BloxOs.Web.Display;

/// <summary>How much stands behind an answer.</summary>
internal enum DownCertainty
{
    /// <summary>Several causes look the same from the server.</summary>
    Open,

    /// <summary>What was seen points one way, and other causes are possible.</summary>
    Likely,

    /// <summary>It was ordered, or the rig or the server itself did and said it.</summary>
    Known,
}
