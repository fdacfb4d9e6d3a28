using System.Text.Json;
using BloxOs.Grains.Commands;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>What happened before a sample.</summary>
internal sealed partial class StatsReader
{
    RigHappening[] ReadHappenings(ref Utf8JsonReader reader, SampleClock clock)
    {
        if (!BeginArray(ref reader)) { return []; }
        var all = new List<RigHappening>();
        int seen = 0;
        while (NextElement(ref reader, ref seen, ProtocolLimits.Events)) { all.Add(ReadHappening(ref reader, clock)); }
        return [.. all];
    }

    RigHappening ReadHappening(ref Utf8JsonReader reader, SampleClock clock)
    {
        long? at = null;
        string? kind = null, text = null, bus = null, instance = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("at"u8)) { reader.Read(); at = Number.ReadLong(ref reader, long.MaxValue, ref _suspicious); }
            else if (reader.ValueTextEquals("kind"u8)) { reader.Read(); kind = Text(ref reader); }
            else if (reader.ValueTextEquals("text"u8)) { reader.Read(); text = Text(ref reader); }
            else if (reader.ValueTextEquals("busId"u8)) { reader.Read(); bus = Text(ref reader); }
            else if (reader.ValueTextEquals("instance"u8)) { reader.Read(); instance = Text(ref reader); }
            else { SkipUnknown(ref reader); }
        }
        return new(clock.TimeOf(at).At, kind, text, bus, instance);
    }
}
