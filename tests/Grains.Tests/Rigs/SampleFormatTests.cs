using BloxOs.Data.History;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Rigs;

public sealed class SampleFormatTests
{
    [Fact]
    public void Every_number_of_a_sample_gets_into_the_history_in_its_recorded_precision()
    {
        var values = Read(Full());
        Assert.Equal(new WorkLabel(2, "lolminer", "1.98", "ethash", "ETC", "pool:4444"), Assert.Single(values.Works));
        var expected = new (HistoryMetric, int Work, int Gpu, long)[]
        {
            (HistoryMetric.SampleFlags, 0, 255, 3), (HistoryMetric.UptimeSeconds, 0, 255, 3600), (HistoryMetric.MemoryUsedMebibytes, 0, 255, 2048),
            (HistoryMetric.CpuCelsius, 0, 255, 52), (HistoryMetric.Load1, 0, 255, 125), (HistoryMetric.CpuPowerWatts, 0, 255, 655),
            (HistoryMetric.CpuBusyPercent, 0, 255, 12), (HistoryMetric.DiskFreeMebibytes, 0, 255, 4096),
            (HistoryMetric.GpuDead, 0, 3, 0), (HistoryMetric.CoreCelsius, 0, 3, 61), (HistoryMetric.HotspotCelsius, 0, 3, 72), (HistoryMetric.MemoryCelsius, 0, 3, 84),
            (HistoryMetric.FanPercent, 0, 3, 70), (HistoryMetric.FanRpm, 0, 3, 2150), (HistoryMetric.UtilizationPercent, 0, 3, 99), (HistoryMetric.CoreMegahertz, 0, 3, 1410),
            (HistoryMetric.MemoryMegahertz, 0, 3, 9501), (HistoryMetric.GpuPowerWatts, 0, 3, 1185), (HistoryMetric.PowerLimitWatts, 0, 3, 1300), (HistoryMetric.ThrottleReasons, 0, 3, 2),
            (HistoryMetric.PcieGeneration, 0, 3, 3), (HistoryMetric.PcieWidth, 0, 3, 1), (HistoryMetric.PcieReplays, 0, 3, 5), (HistoryMetric.EccCorrected, 0, 3, 6),
            (HistoryMetric.EccUncorrected, 0, 3, 7), (HistoryMetric.LastXid, 0, 3, 79),
            (HistoryMetric.WorkHashrate, 1, 255, 45_620_000_500), (HistoryMetric.WorkUptimeSeconds, 1, 255, 900), (HistoryMetric.WorkCpuThreads, 1, 255, 4),
            (HistoryMetric.WorkAccepted, 1, 255, 10), (HistoryMetric.WorkRejected, 1, 255, 1), (HistoryMetric.WorkStale, 1, 255, 2), (HistoryMetric.WorkInvalid, 1, 255, 3),
            (HistoryMetric.GpuHashrate, 1, 3, 45_620_000_500), (HistoryMetric.GpuAccepted, 1, 3, 10), (HistoryMetric.GpuRejected, 1, 3, 1),
            (HistoryMetric.GpuStale, 1, 3, 2), (HistoryMetric.GpuInvalid, 1, 3, 3),
        };
        Assert.Equal(expected.Order(), values.Values.Select(v => (v.Metric, v.Work, v.Gpu, v.Value)).Order());
        Assert.All(HistoryMetrics.All.Where(m => m.Scope is not (MetricScope.Total or MetricScope.TotalByAlgorithm) && m.Metric != HistoryMetric.Sequence),
            info => Assert.Contains(values.Values, v => v.Metric == info.Metric));
    }

    [Fact]
    public void No_data_is_nothing_and_not_zero_and_a_dead_card_is_one()
    {
        var values = Read(RigStats.Empty with { Gpus = [new() { Index = 0, Fault = "fell off the bus" }] });
        Assert.Equal([(HistoryMetric.SampleFlags, 0L), (HistoryMetric.GpuDead, 1L)], values.Values.Select(v => (v.Metric, v.Value)));
    }

    [Fact]
    public void What_is_no_sample_is_refused() => Assert.Throws<InvalidDataException>(() => new SampleFormat().Read([9, 9], new()));

    static SampleValues Read(RigStats stats)
    {
        var values = new SampleValues();
        new SampleFormat().Read(SampleEncoding.Encode(stats), values);
        return values;
    }

    static RigStats Full()
    {
        var shares = new ShareCounts { Accepted = 10, Rejected = 1, Stale = 2, Invalid = 3 };
        return new()
        {
            ClockSkewed = true, Suspicious = true, UptimeSeconds = 3600, MemoryUsedBytes = 2L << 30, CpuCelsius = 52.3f, Load1 = 1.25f, CpuWatts = 65.5f,
            CpuBusyPercent = 12, DiskFreeBytes = 4L << 30,
            Gpus =
            [
                new()
                {
                    Index = 3, CoreCelsius = 61, HotspotCelsius = 72, MemoryCelsius = 84, FanPercent = 70, FanRpm = 2150, UtilizationPercent = 99, CoreMegahertz = 1410,
                    MemoryMegahertz = 9501, PowerWatts = 118.46f, PowerLimitWatts = 130, ThrottleReasons = (GpuThrottle)2, PcieGeneration = 3, PcieWidth = 1,
                    PcieReplays = 5, EccCorrected = 6, EccUncorrected = 7, LastXid = 79,
                },
            ],
            Work =
            [
                new()
                {
                    Instance = 2, Miner = "lolminer", Version = "1.98", Algorithm = "ethash", Coin = "ETC", Pool = "pool:4444", UptimeSeconds = 900, Hashrate = 45_620_000.5,
                    CpuThreads = 4, Shares = shares, Gpus = [new() { Index = 3, Hashrate = 45_620_000.5, Shares = shares }],
                },
            ],
        };
    }
}
