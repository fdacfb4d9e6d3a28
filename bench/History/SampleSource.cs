using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;
using BloxOs.RigSim.Models;
using BloxOs.RigSim.Readings;
using BloxOs.Silo.Gateway;

namespace BloxOs.Bench.History;

/// <summary>Samples as they come: simulated rigs, over the wire's bytes and the gateway's reader, packed as the gateway stores them.</summary>
internal sealed class SampleSource
{
    /// <summary>Time between samples of a rig.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    readonly StatsReader _reader = new(new TextPool());
    readonly List<RigStats> _read = [];

    /// <summary>The samples of a rig of the fleet, from that time on.</summary>
    public IEnumerable<TelemetrySample> Of(RigModel model, string rigId, DateTimeOffset from, int count)
    {
        var simulation = new RigSimulation(model);
        // Rigs do not report in step.
        var at = from.AddMilliseconds(model.Index * 7919 % 30_000);
        var dice = new Random(model.Index);
        for (int i = 1; i <= count; i++, at += Every)
        {
            var time = at.AddMilliseconds(dice.Next(40));
            byte[] json = ProtocolJson.ToUtf8(simulation.Next(i, time.ToUnixTimeMilliseconds(), Every));
            _read.Clear();
            _reader.Read(json, new SampleClock(time, TimeSpan.Zero), _read);
            yield return new(rigId, i, time, RigSample.Of(_read[0]).Bytes);
        }
    }

    /// <summary>The worst case: every reading is any number that it can be, at any time.</summary>
    public static IEnumerable<TelemetrySample> Random(int seed, string rigId, DateTimeOffset from, int count)
    {
        var random = new Random(seed);
        for (int i = 1; i <= count; i++)
        {
            var time = from + (i * Every) + TimeSpan.FromMilliseconds(random.Next(20_000));
            yield return new(rigId, i, time, RigSample.Of(AnyStats(random, i, time)).Bytes);
        }
    }

    static RigStats AnyStats(Random random, long sequence, DateTimeOffset at) => new()
    {
        Sequence = sequence,
        At = at,
        UptimeSeconds = random.Next(),
        MemoryUsedBytes = random.NextInt64(1L << 40),
        CpuCelsius = random.Next(120),
        Load1 = random.Next(12_800) / 100f,
        CpuWatts = random.Next(5_000) / 10f,
        Gpus = [.. Enumerable.Range(0, 8).Select(i => AnyGpu(random, i))],
        Work =
        [
            new()
            {
                Miner = "lolminer", Version = "1.98", Algorithm = "ethash", Pool = "pool", UptimeSeconds = random.Next(), Hashrate = random.NextInt64(1L << 40), Shares = AnyShares(random),
                Gpus = [.. Enumerable.Range(0, 8).Select(i => new GpuWorkReading { Index = (byte)i, Hashrate = random.NextInt64(1L << 40), Shares = AnyShares(random) })],
            },
        ],
    };

    static GpuReading AnyGpu(Random random, int index) => new()
    {
        Index = (byte)index, CoreCelsius = (short)random.Next(128), HotspotCelsius = (short)random.Next(128), MemoryCelsius = (short)random.Next(128), FanPercent = (byte)random.Next(101),
        FanRpm = (ushort)random.Next(5_000), UtilizationPercent = (byte)random.Next(101), CoreMegahertz = (ushort)random.Next(3_000), MemoryMegahertz = (ushort)random.Next(12_000),
        PowerWatts = random.Next(6_000) / 10f, PowerLimitWatts = random.Next(600),
    };

    static ShareCounts AnyShares(Random random)
        => new() { Accepted = (uint)random.Next(), Rejected = (uint)random.Next(), Stale = (uint)random.Next(), Invalid = (uint)random.Next() };
}
