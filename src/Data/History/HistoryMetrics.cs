using System.Collections.Frozen;

namespace BloxOs.Data.History;

/// <summary>Every metric with its unit and the precision in which it is recorded.</summary>
public static class HistoryMetrics
{
    /// <summary>Digits of a hashrate behind the point: 0.001 H/s. Miners report at most a few digits of a larger unit.</summary>
    const int HashDecimals = 3;

    const int WattDecimals = 1;

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<MetricInfo> All { get; } =
    [
        Gpu(HistoryMetric.CoreCelsius, "°C"),
        Gpu(HistoryMetric.HotspotCelsius, "°C"),
        Gpu(HistoryMetric.MemoryCelsius, "°C"),
        Gpu(HistoryMetric.FanPercent, "%"),
        Gpu(HistoryMetric.FanRpm, "rpm"),
        Gpu(HistoryMetric.UtilizationPercent, "%"),
        Gpu(HistoryMetric.CoreMegahertz, "MHz"),
        Gpu(HistoryMetric.MemoryMegahertz, "MHz"),
        Gpu(HistoryMetric.GpuPowerWatts, "W", decimals: WattDecimals),
        Gpu(HistoryMetric.PowerLimitWatts, "W", decimals: WattDecimals),
        Gpu(HistoryMetric.ThrottleReasons, "", MetricKind.Bits),
        Gpu(HistoryMetric.PcieGeneration, ""),
        Gpu(HistoryMetric.PcieWidth, ""),
        Gpu(HistoryMetric.PcieReplays, "", MetricKind.Counter),
        Gpu(HistoryMetric.EccCorrected, "", MetricKind.Counter),
        Gpu(HistoryMetric.EccUncorrected, "", MetricKind.Counter),
        Gpu(HistoryMetric.LastXid, ""),
        Gpu(HistoryMetric.GpuDead, ""),
        new(HistoryMetric.GpuHashrate, MetricScope.GpuWork, MetricKind.Gauge, "H/s", HashDecimals),
        Shares(HistoryMetric.GpuAccepted, MetricScope.GpuWork),
        Shares(HistoryMetric.GpuRejected, MetricScope.GpuWork),
        Shares(HistoryMetric.GpuStale, MetricScope.GpuWork),
        Shares(HistoryMetric.GpuInvalid, MetricScope.GpuWork),
        new(HistoryMetric.WorkHashrate, MetricScope.Work, MetricKind.Gauge, "H/s", HashDecimals),
        Shares(HistoryMetric.WorkAccepted, MetricScope.Work),
        Shares(HistoryMetric.WorkRejected, MetricScope.Work),
        Shares(HistoryMetric.WorkStale, MetricScope.Work),
        Shares(HistoryMetric.WorkInvalid, MetricScope.Work),
        new(HistoryMetric.WorkUptimeSeconds, MetricScope.Work, MetricKind.Gauge, "s", 0),
        new(HistoryMetric.WorkCpuThreads, MetricScope.Work, MetricKind.Gauge, "", 0),
        Rig(HistoryMetric.UptimeSeconds, "s"),
        Rig(HistoryMetric.MemoryUsedMebibytes, "MiB"),
        Rig(HistoryMetric.CpuCelsius, "°C"),
        Rig(HistoryMetric.Load1, "", 2),
        Rig(HistoryMetric.CpuPowerWatts, "W", WattDecimals),
        Rig(HistoryMetric.CpuBusyPercent, "%"),
        Rig(HistoryMetric.DiskFreeMebibytes, "MiB"),
        new(HistoryMetric.SampleFlags, MetricScope.Rig, MetricKind.Bits, "", 0),
        Rig(HistoryMetric.Sequence, ""),
        new(HistoryMetric.PowerWatts, MetricScope.Total, MetricKind.Gauge, "W", WattDecimals),
        new(HistoryMetric.Hashrate, MetricScope.TotalByAlgorithm, MetricKind.Gauge, "H/s", HashDecimals),
        Shares(HistoryMetric.Accepted, MetricScope.TotalByAlgorithm),
        Shares(HistoryMetric.Rejected, MetricScope.TotalByAlgorithm),
        Shares(HistoryMetric.Stale, MetricScope.TotalByAlgorithm),
        Shares(HistoryMetric.Invalid, MetricScope.TotalByAlgorithm),
        new(HistoryMetric.RigsReporting, MetricScope.Total, MetricKind.Gauge, "", 0),
        new(HistoryMetric.GpusReporting, MetricScope.Total, MetricKind.Gauge, "", 0),
    ];

    static readonly FrozenDictionary<HistoryMetric, MetricInfo> s_byMetric = All.ToFrozenDictionary(info => info.Metric);

    /// <summary>What stands behind a metric.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a metric.</exception>
    public static MetricInfo Of(HistoryMetric metric) => s_byMetric.TryGetValue(metric, out var info)
        ? info
        : throw new ArgumentOutOfRangeException(nameof(metric), metric, "Not a metric.");

    /// <summary>Null for a number that is none; a newer version may have written it.</summary>
    internal static MetricInfo? Find(HistoryMetric metric) => s_byMetric.GetValueOrDefault(metric);

    static MetricInfo Gpu(HistoryMetric metric, string unit, MetricKind kind = MetricKind.Gauge, int decimals = 0) => new(metric, MetricScope.Gpu, kind, unit, decimals);

    static MetricInfo Rig(HistoryMetric metric, string unit, int decimals = 0) => new(metric, MetricScope.Rig, MetricKind.Gauge, unit, decimals);

    static MetricInfo Shares(HistoryMetric metric, MetricScope scope) => new(metric, scope, MetricKind.Counter, "", 0);
}
