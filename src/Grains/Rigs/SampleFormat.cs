using BloxOs.Data.History;

namespace BloxOs.Grains.Rigs;

/// <summary>Tells the history what is in the bytes of <see cref="SampleEncoding"/>.</summary>
public sealed class SampleFormat : ISampleFormat
{
    const double BytesPerMebibyte = 1 << 20;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<byte> payload, SampleValues values)
    {
        var stats = SampleEncoding.Decode(0, default, payload);
        values.Add(HistoryMetric.SampleFlags, (stats.ClockSkewed ? 1 : 0) | (stats.Suspicious ? 2 : 0));
        values.Add(HistoryMetric.UptimeSeconds, stats.UptimeSeconds);
        values.Add(HistoryMetric.MemoryUsedMebibytes, stats.MemoryUsedBytes / BytesPerMebibyte);
        values.Add(HistoryMetric.CpuCelsius, stats.CpuCelsius);
        values.Add(HistoryMetric.Load1, stats.Load1);
        values.Add(HistoryMetric.CpuPowerWatts, stats.CpuWatts);
        values.Add(HistoryMetric.CpuBusyPercent, stats.CpuBusyPercent);
        values.Add(HistoryMetric.DiskFreeMebibytes, stats.DiskFreeBytes / BytesPerMebibyte);
        foreach (var gpu in stats.Gpus) { Read(gpu, values); }
        foreach (var work in stats.Work) { Read(work, values); }
    }

    static void Read(in GpuReading gpu, SampleValues values)
    {
        int index = gpu.Index;
        values.AddGpu(HistoryMetric.GpuDead, index, gpu.Fault is null ? 0 : 1);
        values.AddGpu(HistoryMetric.CoreCelsius, index, gpu.CoreCelsius);
        values.AddGpu(HistoryMetric.HotspotCelsius, index, gpu.HotspotCelsius);
        values.AddGpu(HistoryMetric.MemoryCelsius, index, gpu.MemoryCelsius);
        values.AddGpu(HistoryMetric.FanPercent, index, gpu.FanPercent);
        values.AddGpu(HistoryMetric.FanRpm, index, gpu.FanRpm);
        values.AddGpu(HistoryMetric.UtilizationPercent, index, gpu.UtilizationPercent);
        values.AddGpu(HistoryMetric.CoreMegahertz, index, gpu.CoreMegahertz);
        values.AddGpu(HistoryMetric.MemoryMegahertz, index, gpu.MemoryMegahertz);
        values.AddGpu(HistoryMetric.GpuPowerWatts, index, gpu.PowerWatts);
        values.AddGpu(HistoryMetric.PowerLimitWatts, index, gpu.PowerLimitWatts);
        values.AddGpu(HistoryMetric.ThrottleReasons, index, (int?)gpu.ThrottleReasons);
        values.AddGpu(HistoryMetric.PcieGeneration, index, gpu.PcieGeneration);
        values.AddGpu(HistoryMetric.PcieWidth, index, gpu.PcieWidth);
        values.AddGpu(HistoryMetric.PcieReplays, index, gpu.PcieReplays);
        values.AddGpu(HistoryMetric.EccCorrected, index, gpu.EccCorrected);
        values.AddGpu(HistoryMetric.EccUncorrected, index, gpu.EccUncorrected);
        values.AddGpu(HistoryMetric.LastXid, index, gpu.LastXid);
    }

    static void Read(WorkReading work, SampleValues values)
    {
        int number = values.AddWork(new WorkLabel(work.Instance, work.Miner, work.Version, work.Algorithm, work.Coin, work.Pool));
        values.AddWork(HistoryMetric.WorkHashrate, number, work.Hashrate);
        values.AddWork(HistoryMetric.WorkUptimeSeconds, number, work.UptimeSeconds);
        values.AddWork(HistoryMetric.WorkCpuThreads, number, work.CpuThreads);
        values.AddWork(HistoryMetric.WorkAccepted, number, work.Shares.Accepted);
        values.AddWork(HistoryMetric.WorkRejected, number, work.Shares.Rejected);
        values.AddWork(HistoryMetric.WorkStale, number, work.Shares.Stale);
        values.AddWork(HistoryMetric.WorkInvalid, number, work.Shares.Invalid);
        foreach (var gpu in work.Gpus)
        {
            values.AddGpuWork(HistoryMetric.GpuHashrate, number, gpu.Index, gpu.Hashrate);
            values.AddGpuWork(HistoryMetric.GpuAccepted, number, gpu.Index, gpu.Shares.Accepted);
            values.AddGpuWork(HistoryMetric.GpuRejected, number, gpu.Index, gpu.Shares.Rejected);
            values.AddGpuWork(HistoryMetric.GpuStale, number, gpu.Index, gpu.Shares.Stale);
            values.AddGpuWork(HistoryMetric.GpuInvalid, number, gpu.Index, gpu.Shares.Invalid);
        }
    }
}
