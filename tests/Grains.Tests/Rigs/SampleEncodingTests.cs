using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Rigs;

public sealed class SampleEncodingTests
{
    const string FirstVersion =
        "01027B8320000026420000003F000082420202007900008D01C125C7018516BB940100805C430000C0FF030D58696420373900000000000000000000"
        + "C0FF0000C0FF01010B542D526578000D6B6177706F7700000000000000389C7C4100F10107000000";

    const string SecondVersion =
        "02007B000000C0FF0000C0FF0000C0FF01020079000000000000000000C0FF0000C0FF0000000000009F0101010B542D526578000D6B6177706F7700000000000000389C7C4109000000000019914E";

    [Fact]
    public void Any_sample_comes_back_as_it_was()
    {
        var random = new Random(1);
        for (int round = 0; round < 2_000; round++)
        {
            var sample = Any(random);
            byte[] bytes = SampleEncoding.Encode(sample);
            Assert.Equal(SampleEncoding.Version, bytes[0]);
            Assert.Equal(Leaves.Of(sample), Leaves.Of(SampleEncoding.Decode(sample.Sequence, sample.At, bytes)));
        }
    }

    [Fact]
    public void Cut_bytes_are_told_from_whole_ones()
    {
        byte[] whole = SampleEncoding.Encode(Any(new Random(7)));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => SampleEncoding.Decode(1, default, whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Arbitrary_bytes_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(3);
        for (int round = 0; round < 50_000; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (bytes.Length > 0) { bytes[0] = SampleEncoding.Version; }
            try { SampleEncoding.Decode(1, default, bytes); }
            catch (InvalidDataException) { }
        }
    }

    [Fact]
    public void Another_version_is_refused()
    {
        byte[] bytes = SampleEncoding.Encode(RigStats.Empty);
        bytes[0]++;
        Assert.Throws<InvalidDataException>(() => SampleEncoding.Decode(1, default, bytes));
    }

    /// <summary>Bytes that the first version stored, made by it.</summary>
    [Fact]
    public void Samples_of_the_first_version_are_read()
    {
        byte[] old = Convert.FromHexString(FirstVersion);
        var read = SampleEncoding.Decode(9, default, old);
        Assert.Equal((true, 61L, 2_049L, 41.5f, 0.5f, 65f), (read.Suspicious, read.UptimeSeconds, read.MemoryUsedBytes, read.CpuCelsius, read.Load1, read.CpuWatts));
        Assert.Equal(
            new GpuReading { Index = 2, CoreCelsius = 60, FanPercent = 70, FanRpm = 2_400, CoreMegahertz = 1_410, MemoryMegahertz = 9_501, UtilizationPercent = 99, PowerWatts = 220.5f },
            read.Gpus[0]);
        Assert.Equal(new GpuReading { Index = 3, Fault = "Xid 79" }, read.Gpus[1]);
        Assert.Equal(("T-Rex", 3e7, 120u), (Assert.Single(read.Work).Miner, read.Work[0].Hashrate, read.Work[0].Shares.Accepted));
        Assert.Equal((null, null, 0), (read.CpuBusyPercent, read.DiskFreeBytes, read.Events.Length));
        for (int length = 0; length < old.Length; length++) { Assert.Throws<InvalidDataException>(() => SampleEncoding.Decode(9, default, old.AsSpan(0, length))); }
    }

    /// <summary>Bytes that the second version stored, made by it.</summary>
    [Fact]
    public void Samples_of_the_second_version_are_read()
    {
        byte[] old = Convert.FromHexString(SecondVersion);
        var read = SampleEncoding.Decode(9, default, old);
        Assert.Equal((61L, (byte?)12, 5_000L), (read.UptimeSeconds, read.CpuBusyPercent, read.DiskFreeBytes));
        Assert.Equal(new GpuReading { Index = 2, CoreCelsius = 60, LastXid = 79 }, Assert.Single(read.Gpus));
        var work = Assert.Single(read.Work);
        Assert.Equal(("T-Rex", "kawpow", 3e7, 4, null), (work.Miner, work.Algorithm, work.Hashrate, work.CpuThreads, work.Difficulty));
    }

    static RigStats Any(Random random)
    {
        return new()
        {
            Sequence = random.NextInt64(1, long.MaxValue),
            At = DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(4_000_000_000_000)),
            ClockSkewed = random.Next(2) == 0,
            Suspicious = random.Next(2) == 0,
            UptimeSeconds = Maybe(() => random.NextInt64(long.MaxValue)),
            MemoryUsedBytes = Maybe(() => random.NextInt64(1L << 50)),
            CpuCelsius = Maybe(random.NextSingle),
            Load1 = Maybe(random.NextSingle),
            CpuWatts = Maybe(random.NextSingle),
            CpuBusyPercent = Maybe(() => (byte)random.Next(101)),
            DiskFreeBytes = Maybe(() => random.NextInt64(1L << 60)),
            Gpus = [.. Enumerable.Range(0, random.Next(65)).Select(i => Gpu((byte)i))],
            Work = [.. Enumerable.Range(0, random.Next(17)).Select(_ => Work())],
            Events = [.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(17) : 0).Select(_ => Event())],
        };

        RigHappening Event() => new()
        {
            At = DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(4_000_000_000_000)), Kind = Text(), Text = Text(), BusId = Text(), Instance = Text(),
        };

        T? Maybe<T>(Func<T> make) where T : struct => random.Next(3) == 0 ? null : make();

        string? Text() => random.Next(3) == 0 ? null : new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => "aй漢\uFFFD~"[random.Next(5)])]);

        ShareCounts Shares() => new() { Accepted = Maybe(() => uint.MaxValue), Rejected = Maybe(() => (uint)random.Next()), Stale = Maybe(() => 0u), Invalid = Maybe(() => 1u) };

        GpuReading Gpu(byte index) => new()
        {
            Index = index,
            Fault = Text(),
            CoreCelsius = Maybe(() => (short)random.Next(-50, 151)),
            HotspotCelsius = Maybe(() => short.MinValue),
            MemoryCelsius = Maybe(() => short.MaxValue),
            FanPercent = Maybe(() => (byte)random.Next(101)),
            FanRpm = Maybe(() => ushort.MaxValue),
            UtilizationPercent = Maybe(() => (byte)0),
            CoreMegahertz = Maybe(() => (ushort)random.Next(40_001)),
            MemoryMegahertz = Maybe(() => (ushort)random.Next(40_001)),
            PowerWatts = Maybe(random.NextSingle),
            PowerLimitWatts = Maybe(() => 0f),
            ThrottleReasons = Maybe(() => (GpuThrottle)random.Next(512)),
            PcieGeneration = Maybe(() => (byte)random.Next(6)),
            PcieWidth = Maybe(() => (byte)16),
            PcieReplays = Maybe(() => uint.MaxValue),
            EccCorrected = Maybe(() => (uint)random.Next()),
            EccUncorrected = Maybe(() => 0u),
            LastXid = Maybe(() => (ushort)79),
        };

        WorkReading Work() => new()
        {
            Instance = random.Next(),
            Miner = Text(),
            Version = Text(),
            Algorithm = Text(),
            Coin = Text(),
            Pool = Text(),
            UptimeSeconds = Maybe(() => random.NextInt64(int.MaxValue)),
            Hashrate = Maybe(() => random.NextDouble() * 1e18),
            Shares = Shares(),
            Difficulty = Maybe(() => random.NextDouble() * 1e18),
            CpuThreads = Maybe(() => random.Next(4097)),
            Gpus = [.. Enumerable.Range(0, random.Next(65)).Select(i => new GpuWorkReading { Index = (byte)i, Hashrate = Maybe(random.NextDouble), Shares = Shares() })],
        };
    }
}
