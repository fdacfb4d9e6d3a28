namespace BloxOs.Web.Live;

/// <summary>What a tab has to be told of a rig.</summary>
internal enum RigChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>How it looks now.</summary>
    Shown,

    /// <summary>That it is not in the list any more.</summary>
    Gone,
}
