namespace BloxOs.Data.History;

/// <summary>How the values of a metric go together over a stretch of time.</summary>
public enum MetricKind
{
    /// <summary>A reading: least, mean and most.</summary>
    Gauge,

    /// <summary>Counts up and starts again at 0 now and then: what was added. Answers have the increase, never the count.</summary>
    Counter,

    /// <summary>Bits: all that were set.</summary>
    Bits,
}
