using System.Text.Json;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>The parts of a sample.</summary>
internal sealed partial class StatsReader
{
    const double MaxCelsius = 150, MaxRpm = 20_000, MaxWatts = 2_000, MaxMegahertz = 40_000, MaxHashrate = 1e18, MaxDifficulty = 1e24;

    readonly GpuReading[] _gpus = new GpuReading[ProtocolLimits.Gpus];
    readonly GpuWorkReading[] _gpuWork = new GpuWorkReading[ProtocolLimits.Gpus];
    readonly WorkReading[] _work = new WorkReading[ProtocolLimits.Work];

    readonly record struct CpuReading(float? Celsius, float? Load1, float? Watts, byte? Busy);

    GpuReading[] ReadGpus(ref Utf8JsonReader reader, ref bool valid)
    {
        if (!BeginArray(ref reader)) { return []; }
        int count = 0, seen = 0;
        ulong indexes = 0;
        while (NextElement(ref reader, ref seen, ProtocolLimits.Gpus)) { _gpus[count++] = ReadGpu(ref reader, ref indexes, ref valid); }
        return _gpus.AsSpan(0, count).ToArray();
    }

    GpuReading ReadGpu(ref Utf8JsonReader reader, ref ulong indexes, ref bool valid)
    {
        int index = -1;
        string? fault = null;
        double? core = null, hotspot = null, memory = null, fan = null, rpm = null, busy = null, coreClock = null, memoryClock = null, watts = null, limit = null;
        var errors = default(GpuErrors);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("index"u8)) { reader.Read(); index = Index(ref reader); }
            else if (reader.ValueTextEquals("coreCelsius"u8)) { reader.Read(); core = Celsius(ref reader); }
            else if (reader.ValueTextEquals("hotspotCelsius"u8)) { reader.Read(); hotspot = Celsius(ref reader); }
            else if (reader.ValueTextEquals("memoryCelsius"u8)) { reader.Read(); memory = Celsius(ref reader); }
            else if (reader.ValueTextEquals("fanPercent"u8)) { reader.Read(); fan = Number.Read(ref reader, 0, 100, ref _suspicious); }
            else if (reader.ValueTextEquals("fanRpm"u8)) { reader.Read(); rpm = Number.Read(ref reader, 0, MaxRpm, ref _suspicious); }
            else if (reader.ValueTextEquals("powerWatts"u8)) { reader.Read(); watts = Number.Read(ref reader, 0, MaxWatts, ref _suspicious); }
            else if (reader.ValueTextEquals("powerLimitWatts"u8)) { reader.Read(); limit = Number.Read(ref reader, 0, MaxWatts, ref _suspicious); }
            else if (reader.ValueTextEquals("coreMegahertz"u8)) { reader.Read(); coreClock = Number.Read(ref reader, 0, MaxMegahertz, ref _suspicious); }
            else if (reader.ValueTextEquals("memoryMegahertz"u8)) { reader.Read(); memoryClock = Number.Read(ref reader, 0, MaxMegahertz, ref _suspicious); }
            else if (reader.ValueTextEquals("utilizationPercent"u8)) { reader.Read(); busy = Number.Read(ref reader, 0, 100, ref _suspicious); }
            else if (reader.ValueTextEquals("fault"u8)) { reader.Read(); fault = Text(ref reader); }
            else if (!ReadErrors(ref reader, ref errors)) { SkipUnknown(ref reader); }
        }
        valid &= Claim(index, ref indexes);
        return new()
        {
            Index = (byte)Math.Clamp(index, 0, ProtocolLimits.Gpus - 1),
            Fault = fault,
            CoreCelsius = (short?)core,
            HotspotCelsius = (short?)hotspot,
            MemoryCelsius = (short?)memory,
            FanPercent = (byte?)fan,
            FanRpm = (ushort?)rpm,
            UtilizationPercent = (byte?)busy,
            CoreMegahertz = (ushort?)coreClock,
            MemoryMegahertz = (ushort?)memoryClock,
            PowerWatts = (float?)watts,
            PowerLimitWatts = (float?)limit,
            ThrottleReasons = errors.Throttle,
            PcieGeneration = errors.PcieGeneration,
            PcieWidth = errors.PcieWidth,
            PcieReplays = errors.PcieReplays,
            EccCorrected = errors.EccCorrected,
            EccUncorrected = errors.EccUncorrected,
            LastXid = errors.LastXid,
        };
    }

    WorkReading[] ReadWork(ref Utf8JsonReader reader, ref bool valid)
    {
        if (!BeginArray(ref reader)) { return []; }
        int count = 0, seen = 0;
        while (NextElement(ref reader, ref seen, ProtocolLimits.Work)) { _work[count++] = ReadWorkEntry(ref reader, ref valid); }
        return _work.AsSpan(0, count).ToArray();
    }

    WorkReading ReadWorkEntry(ref Utf8JsonReader reader, ref bool valid)
    {
        string? miner = null, version = null, algorithm = null, coin = null, pool = null;
        long? instance = null, uptime = null, threads = null;
        double? hashrate = null, difficulty = null;
        ShareCounts shares = default;
        GpuWorkReading[] gpus = [];
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("hashrate"u8)) { reader.Read(); hashrate = Hashrate(ref reader); }
            else if (reader.ValueTextEquals("gpus"u8)) { reader.Read(); gpus = ReadGpuWork(ref reader, ref valid); }
            else if (reader.ValueTextEquals("miner"u8)) { reader.Read(); miner = Text(ref reader); }
            else if (reader.ValueTextEquals("version"u8)) { reader.Read(); version = Text(ref reader); }
            else if (reader.ValueTextEquals("algorithm"u8)) { reader.Read(); algorithm = Text(ref reader); }
            else if (reader.ValueTextEquals("coin"u8)) { reader.Read(); coin = Text(ref reader); }
            else if (reader.ValueTextEquals("pool"u8)) { reader.Read(); pool = Text(ref reader); }
            else if (reader.ValueTextEquals("instance"u8)) { reader.Read(); instance = Number.ReadLong(ref reader, int.MaxValue, ref _suspicious); }
            else if (reader.ValueTextEquals("uptimeSeconds"u8)) { reader.Read(); uptime = Number.ReadLong(ref reader, int.MaxValue, ref _suspicious); }
            else if (reader.ValueTextEquals("difficulty"u8)) { reader.Read(); difficulty = Number.Read(ref reader, 0, MaxDifficulty, ref _suspicious); }
            else if (reader.ValueTextEquals("cpuThreads"u8)) { reader.Read(); threads = Number.ReadLong(ref reader, 4096, ref _suspicious); }
            else if (!ReadShare(ref reader, ref shares)) { SkipUnknown(ref reader); }
        }
        return new()
        {
            Instance = (int)(instance ?? 0),
            Miner = miner,
            Version = version,
            Algorithm = algorithm,
            Coin = coin,
            Pool = pool,
            UptimeSeconds = uptime,
            Hashrate = hashrate,
            Shares = shares,
            Difficulty = difficulty,
            CpuThreads = (int?)threads,
            Gpus = gpus,
        };
    }

    GpuWorkReading[] ReadGpuWork(ref Utf8JsonReader reader, ref bool valid)
    {
        if (!BeginArray(ref reader)) { return []; }
        int count = 0, seen = 0;
        ulong indexes = 0;
        while (NextElement(ref reader, ref seen, ProtocolLimits.Gpus))
        {
            int index = -1;
            double? hashrate = null;
            ShareCounts shares = default;
            while (NextMember(ref reader))
            {
                if (reader.ValueTextEquals("index"u8)) { reader.Read(); index = Index(ref reader); }
                else if (reader.ValueTextEquals("hashrate"u8)) { reader.Read(); hashrate = Hashrate(ref reader); }
                else if (!ReadShare(ref reader, ref shares)) { SkipUnknown(ref reader); }
            }
            valid &= Claim(index, ref indexes);
            _gpuWork[count++] = new() { Index = (byte)Math.Clamp(index, 0, ProtocolLimits.Gpus - 1), Hashrate = hashrate, Shares = shares };
        }
        return _gpuWork.AsSpan(0, count).ToArray();
    }

    bool ReadShare(ref Utf8JsonReader reader, ref ShareCounts shares)
    {
        if (reader.ValueTextEquals("accepted"u8)) { reader.Read(); shares = shares with { Accepted = Shares(ref reader) }; }
        else if (reader.ValueTextEquals("rejected"u8)) { reader.Read(); shares = shares with { Rejected = Shares(ref reader) }; }
        else if (reader.ValueTextEquals("stale"u8)) { reader.Read(); shares = shares with { Stale = Shares(ref reader) }; }
        else if (reader.ValueTextEquals("invalid"u8)) { reader.Read(); shares = shares with { Invalid = Shares(ref reader) }; }
        else { return false; }
        return true;
    }

    CpuReading ReadCpu(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _suspicious |= reader.TokenType != JsonTokenType.Null;
            reader.Skip();
            return default;
        }
        double? celsius = null, load = null, watts = null, busy = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("celsius"u8)) { reader.Read(); celsius = Celsius(ref reader); }
            else if (reader.ValueTextEquals("load1"u8)) { reader.Read(); load = Number.Read(ref reader, 0, 1_000_000, ref _suspicious); }
            else if (reader.ValueTextEquals("powerWatts"u8)) { reader.Read(); watts = Number.Read(ref reader, 0, MaxWatts, ref _suspicious); }
            else if (reader.ValueTextEquals("busyPercent"u8)) { reader.Read(); busy = Number.Read(ref reader, 0, 100, ref _suspicious); }
            else { SkipUnknown(ref reader); }
        }
        return new((float?)celsius, (float?)load, (float?)watts, (byte?)busy);
    }

    static bool Claim(int index, ref ulong indexes)
    {
        if (index is < 0 or >= ProtocolLimits.Gpus || (indexes & (1UL << index)) != 0) { return false; }
        indexes |= 1UL << index;
        return true;
    }

    int Index(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int index) ? index : (int)(Number.Read(ref reader, -1, -1, ref _suspicious) ?? -1);

    double? Celsius(ref Utf8JsonReader reader) => Number.Read(ref reader, -50, MaxCelsius, ref _suspicious);

    double? Hashrate(ref Utf8JsonReader reader) => Number.Read(ref reader, 0, MaxHashrate, ref _suspicious);

    uint? Shares(ref Utf8JsonReader reader) => (uint?)Number.ReadLong(ref reader, MaxShares, ref _suspicious);
}
