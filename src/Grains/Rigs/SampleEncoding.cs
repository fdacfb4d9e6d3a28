namespace BloxOs.Grains.Rigs;

/// <summary>
/// A sample as bytes for the append store: the readings in the order below, as <see cref="SampleWriter"/> writes them. The columnar
/// history reads these.
/// </summary>
internal static class SampleEncoding
{
    /// <summary>First byte of the bytes. Version 1 has no throttle reasons, PCI Express link, error counters, processor use and disk; 2 no difficulty.</summary>
    public const byte Version = 3;

    const byte Oldest = 1;

    /// <summary>Flag: events follow at the end. Nearly no sample has any.</summary>
    const int HasEvents = 4;

    /// <summary>Encodes into a fresh array.</summary>
    public static byte[] Encode(RigStats stats)
    {
        var writer = new SampleWriter();
        writer.Byte(Version);
        writer.Byte((byte)((stats.ClockSkewed ? 1 : 0) | (stats.Suspicious ? 2 : 0) | (stats.Events.Length > 0 ? HasEvents : 0)));
        writer.Whole(stats.UptimeSeconds);
        writer.Whole(stats.MemoryUsedBytes);
        writer.Float(stats.CpuCelsius);
        writer.Float(stats.Load1);
        writer.Float(stats.CpuWatts);
        writer.Byte((byte)stats.Gpus.Length);
        foreach (var gpu in stats.Gpus) { Write(ref writer, gpu); }
        writer.Byte((byte)stats.Work.Length);
        foreach (var work in stats.Work) { Write(ref writer, work); }
        writer.Whole(stats.CpuBusyPercent);
        writer.Whole(stats.DiskFreeBytes);
        if (stats.Events.Length > 0)
        {
            writer.Byte((byte)stats.Events.Length);
            foreach (var happening in stats.Events) { Write(ref writer, happening); }
        }
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Another version, or cut.</exception>
    public static RigStats Decode(long sequence, DateTimeOffset at, ReadOnlySpan<byte> bytes)
    {
        var reader = new SampleReader(bytes);
        byte version = reader.Byte();
        if (version is < Oldest or > Version) { throw new InvalidDataException("A sample of an unknown version."); }
        byte flags = reader.Byte();
        return new()
        {
            Sequence = sequence,
            At = at,
            ClockSkewed = (flags & 1) != 0,
            Suspicious = (flags & 2) != 0,
            UptimeSeconds = reader.Whole(),
            MemoryUsedBytes = reader.Whole(),
            CpuCelsius = reader.Float(),
            Load1 = reader.Float(),
            CpuWatts = reader.Float(),
            Gpus = ReadAll<GpuReading>(ref reader, version == 1 ? ReadOldGpu : ReadGpu),
            Work = ReadAll<WorkReading>(ref reader, version < 3 ? ReadOldWork : ReadWork),
            CpuBusyPercent = version == 1 ? null : (byte?)reader.Whole(),
            DiskFreeBytes = version == 1 ? null : reader.Whole(),
            Events = (flags & HasEvents) != 0 ? ReadAll(ref reader, ReadHappening) : [],
        };
    }

    delegate T ReadOne<T>(ref SampleReader reader);

    static T[] ReadAll<T>(ref SampleReader reader, ReadOne<T> readOne)
    {
        var all = new T[reader.Byte()];
        for (int i = 0; i < all.Length; i++) { all[i] = readOne(ref reader); }
        return all;
    }

    static void Write(ref SampleWriter writer, in GpuReading gpu)
    {
        writer.Byte(gpu.Index);
        writer.Text(gpu.Fault);
        writer.Whole(gpu.CoreCelsius);
        writer.Whole(gpu.HotspotCelsius);
        writer.Whole(gpu.MemoryCelsius);
        writer.Whole(gpu.FanPercent);
        writer.Whole(gpu.FanRpm);
        writer.Whole(gpu.UtilizationPercent);
        writer.Whole(gpu.CoreMegahertz);
        writer.Whole(gpu.MemoryMegahertz);
        writer.Float(gpu.PowerWatts);
        writer.Float(gpu.PowerLimitWatts);
        writer.Whole((int?)gpu.ThrottleReasons);
        writer.Whole(gpu.PcieGeneration);
        writer.Whole(gpu.PcieWidth);
        writer.Whole(gpu.PcieReplays);
        writer.Whole(gpu.EccCorrected);
        writer.Whole(gpu.EccUncorrected);
        writer.Whole(gpu.LastXid);
    }

    static GpuReading ReadGpu(ref SampleReader reader) => ReadOldGpu(ref reader) with
    {
        ThrottleReasons = (GpuThrottle?)(int?)reader.Whole(),
        PcieGeneration = (byte?)reader.Whole(),
        PcieWidth = (byte?)reader.Whole(),
        PcieReplays = (uint?)reader.Whole(),
        EccCorrected = (uint?)reader.Whole(),
        EccUncorrected = (uint?)reader.Whole(),
        LastXid = (ushort?)reader.Whole(),
    };

    static GpuReading ReadOldGpu(ref SampleReader reader) => new()
    {
        Index = reader.Byte(),
        Fault = reader.Text(),
        CoreCelsius = (short?)reader.Whole(),
        HotspotCelsius = (short?)reader.Whole(),
        MemoryCelsius = (short?)reader.Whole(),
        FanPercent = (byte?)reader.Whole(),
        FanRpm = (ushort?)reader.Whole(),
        UtilizationPercent = (byte?)reader.Whole(),
        CoreMegahertz = (ushort?)reader.Whole(),
        MemoryMegahertz = (ushort?)reader.Whole(),
        PowerWatts = reader.Float(),
        PowerLimitWatts = reader.Float(),
    };

    static void Write(ref SampleWriter writer, WorkReading work)
    {
        writer.Whole(work.Instance);
        writer.Text(work.Miner);
        writer.Text(work.Version);
        writer.Text(work.Algorithm);
        writer.Text(work.Coin);
        writer.Text(work.Pool);
        writer.Whole(work.UptimeSeconds);
        writer.Double(work.Hashrate);
        writer.Whole(work.CpuThreads);
        writer.Double(work.Difficulty);
        Write(ref writer, work.Shares);
        writer.Byte((byte)work.Gpus.Length);
        foreach (var gpu in work.Gpus)
        {
            writer.Byte(gpu.Index);
            writer.Double(gpu.Hashrate);
            Write(ref writer, gpu.Shares);
        }
    }

    static WorkReading ReadWork(ref SampleReader reader) => ReadWork(ref reader, hasDifficulty: true);

    static WorkReading ReadOldWork(ref SampleReader reader) => ReadWork(ref reader, hasDifficulty: false);

    static WorkReading ReadWork(ref SampleReader reader, bool hasDifficulty) => new()
    {
        Instance = (int)(reader.Whole() ?? 0),
        Miner = reader.Text(),
        Version = reader.Text(),
        Algorithm = reader.Text(),
        Coin = reader.Text(),
        Pool = reader.Text(),
        UptimeSeconds = reader.Whole(),
        Hashrate = reader.Double(),
        CpuThreads = (int?)reader.Whole(),
        Difficulty = hasDifficulty ? reader.Double() : null,
        Shares = ReadShares(ref reader),
        Gpus = ReadAll(ref reader, static (ref SampleReader r) => new GpuWorkReading { Index = r.Byte(), Hashrate = r.Double(), Shares = ReadShares(ref r) }),
    };

    static void Write(ref SampleWriter writer, RigHappening happening)
    {
        writer.Whole(happening.At.ToUnixTimeMilliseconds());
        writer.Text(happening.Kind);
        writer.Text(happening.Text);
        writer.Text(happening.BusId);
        writer.Text(happening.Instance);
    }

    static RigHappening ReadHappening(ref SampleReader reader) => new()
    {
        At = reader.Time(),
        Kind = reader.Text(),
        Text = reader.Text(),
        BusId = reader.Text(),
        Instance = reader.Text(),
    };

    static void Write(ref SampleWriter writer, in ShareCounts shares)
    {
        writer.Whole(shares.Accepted);
        writer.Whole(shares.Rejected);
        writer.Whole(shares.Stale);
        writer.Whole(shares.Invalid);
    }

    static ShareCounts ReadShares(ref SampleReader reader) => new()
    {
        Accepted = (uint?)reader.Whole(),
        Rejected = (uint?)reader.Whole(),
        Stale = (uint?)reader.Whole(),
        Invalid = (uint?)reader.Whole(),
    };
}
