using System.Text.Json;
using BloxOs.Grains.Rigs;

namespace BloxOs.Silo.Gateway;

/// <summary>What of a reading tells of trouble: of a card's clocks, link and memory.</summary>
internal sealed partial class StatsReader
{
    const int AllThrottleReasons = 511;

    record struct GpuErrors(GpuThrottle? Throttle, byte? PcieGeneration, byte? PcieWidth, uint? PcieReplays, uint? EccCorrected, uint? EccUncorrected, ushort? LastXid);

    /// <summary>Reads the member when it is one of these; false, with the reader where it was, when it is another.</summary>
    bool ReadErrors(ref Utf8JsonReader reader, ref GpuErrors errors)
    {
        if (reader.ValueTextEquals("throttleReasons"u8)) { errors.Throttle = (GpuThrottle?)(int?)Whole(ref reader, AllThrottleReasons); }
        else if (reader.ValueTextEquals("pcieGeneration"u8)) { errors.PcieGeneration = (byte?)Whole(ref reader, 64); }
        else if (reader.ValueTextEquals("pcieWidth"u8)) { errors.PcieWidth = (byte?)Whole(ref reader, 64); }
        else if (reader.ValueTextEquals("pcieReplays"u8)) { errors.PcieReplays = (uint?)Whole(ref reader, uint.MaxValue); }
        else if (reader.ValueTextEquals("eccCorrected"u8)) { errors.EccCorrected = (uint?)Whole(ref reader, uint.MaxValue); }
        else if (reader.ValueTextEquals("eccUncorrected"u8)) { errors.EccUncorrected = (uint?)Whole(ref reader, uint.MaxValue); }
        else if (reader.ValueTextEquals("lastXid"u8)) { errors.LastXid = (ushort?)Whole(ref reader, ushort.MaxValue); }
        else { return false; }
        return true;
    }

    long? Whole(ref Utf8JsonReader reader, long high)
    {
        reader.Read();
        return Number.ReadLong(ref reader, high, ref _suspicious);
    }
}
