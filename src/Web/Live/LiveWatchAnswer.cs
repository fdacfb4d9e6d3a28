namespace BloxOs.Web.Live;

/// <summary>What became of a wish to watch.</summary>
internal enum LiveWatchAnswer
{
    /// <summary>It is watched now.</summary>
    Added,

    /// <summary>It was already.</summary>
    AlreadyWatched,

    /// <summary>The tab is at its limit.</summary>
    TooMany,

    /// <summary>The tab has gone meanwhile.</summary>
    Closed,
}
