namespace BloxOs.Data.Timeline;

/// <summary>How bad an event is. Stored as a number: what there is never changes its value.</summary>
public enum TimelineSeverity
{
    /// <summary>Something to know.</summary>
    Info = 0,

    /// <summary>Something to look at.</summary>
    Warning = 1,

    /// <summary>Something that costs money.</summary>
    Error = 2,
}
