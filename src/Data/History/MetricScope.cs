namespace BloxOs.Data.History;

/// <summary>What a metric is about.</summary>
public enum MetricScope
{
    /// <summary>One card.</summary>
    Gpu,

    /// <summary>One card at one piece of work.</summary>
    GpuWork,

    /// <summary>One piece of work: a miner instance and an algorithm.</summary>
    Work,

    /// <summary>The rig.</summary>
    Rig,

    /// <summary>The rig or a whole farm.</summary>
    Total,

    /// <summary>One algorithm of the rig or of a whole farm.</summary>
    TotalByAlgorithm,
}
