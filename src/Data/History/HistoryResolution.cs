namespace BloxOs.Data.History;

/// <summary>How fine the stored history is. The numbers are stored.</summary>
public enum HistoryResolution : byte
{
    /// <summary>Every sample.</summary>
    Raw = 0,

    /// <summary>A point for every five minutes.</summary>
    FiveMinutes = 1,

    /// <summary>A point for every hour.</summary>
    Hour = 2,
}
