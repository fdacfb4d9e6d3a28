namespace BloxOs.Web.Display;

/// <summary>How a job stands.</summary>
internal enum JobStanding
{
    /// <summary>It never ran.</summary>
    NotYet,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>The last run ended well.</summary>
    Done,

    /// <summary>The last run failed, or left something out.</summary>
    Failed,

    /// <summary>The process that ran it is gone; the next run goes on where it was.</summary>
    Broken,

    /// <summary>It deletes nothing, as the clock is not believed.</summary>
    Waits,
}
