namespace BloxOs.Data.History;

/// <summary>An hour whose coarser resolutions have to be made again.</summary>
/// <param name="Farm">Of a farm, not of a rig.</param>
/// <param name="Subject">Its id.</param>
/// <param name="Hour">Start of the hour, Unix milliseconds.</param>
/// <param name="Version">Counts up with every change: only who saw the last one may say that it is done.</param>
internal readonly record struct DirtyHour(bool Farm, string Subject, long Hour, long Version = 0);
