using System.Text.Json;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>The events of a sample: rare, so their texts are not pooled.</summary>
internal sealed partial class StatsReader
{
    /// <summary>An event that says to be longer ago than a sample may be old is as old as that.</summary>
    static readonly TimeSpan OldestEvent = TimeSpan.FromDays(7);

    readonly List<(long? At, RigHappening Event)> _events = [];

    void ReadEvents(ref Utf8JsonReader reader)
    {
        if (!BeginArray(ref reader)) { return; }
        int seen = 0;
        while (NextElement(ref reader, ref seen, ProtocolLimits.Events)) { _events.Add(ReadEvent(ref reader)); }
    }

    (long? At, RigHappening Event) ReadEvent(ref Utf8JsonReader reader)
    {
        long? at = null;
        string? kind = null, text = null, busId = null, instance = null;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("at"u8)) { reader.Read(); at = Number.ReadLong(ref reader, long.MaxValue, ref _suspicious); }
            else if (reader.ValueTextEquals("kind"u8)) { reader.Read(); kind = RareText(ref reader); }
            else if (reader.ValueTextEquals("text"u8)) { reader.Read(); text = RareText(ref reader); }
            else if (reader.ValueTextEquals("busId"u8)) { reader.Read(); busId = RareText(ref reader); }
            else if (reader.ValueTextEquals("instance"u8)) { reader.Read(); instance = RareText(ref reader); }
            else { SkipUnknown(ref reader); }
        }
        return (at, new() { Kind = kind, Text = text, BusId = busId, Instance = instance });
    }

    string? RareText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String) { return Text(ref reader); }
        return SecretMask.Of(SafeText.Of(reader.GetString()!));
    }

    /// <summary>As long before the sample as the agent's clock says, whatever that clock shows.</summary>
    RigHappening[] EventsBy(DateTimeOffset sampleTime, long? sampleAt)
    {
        if (_events.Count == 0) { return []; }
        var all = new RigHappening[_events.Count];
        for (int i = 0; i < all.Length; i++)
        {
            long before = sampleAt is { } read && _events[i].At is { } at ? Math.Clamp(read - at, 0, (long)OldestEvent.TotalMilliseconds) : 0;
            all[i] = _events[i].Event with { At = sampleTime.AddMilliseconds(-before) };
        }
        return all;
    }
}
