namespace BloxOs.Web.Display;

/// <summary>How warm something is, in the order of how much it matters.</summary>
internal enum HeatBand
{
    /// <summary>No reading.</summary>
    None,

    /// <summary>Colder than a card at work.</summary>
    Cold,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Keep an eye on it.</summary>
    Watch,

    /// <summary>Too warm to stay so.</summary>
    Hot,

    /// <summary>Does harm now.</summary>
    Critical,

    /// <summary>The card is gone.</summary>
    Dead,
}
