using System.Text.Json;
using BloxOs.Grains.Rigs;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>
/// Reads a stats, backlog or live message straight from the received UTF-8 into packed readings: no text is made for what is known already,
/// and each array is allocated once at its final length. The wire's names stand in Protocol/Stats; a test reads every member through both.
/// </summary>
internal sealed partial class StatsReader(TextPool texts)
{
    /// <summary>Most that a counter of shares can be.</summary>
    const uint MaxShares = uint.MaxValue;

    int _members, _unknown;
    bool _suspicious;

    /// <summary>Samples of the message that break a rule of identity (duplicate or impossible card, no sequence) and were left out.</summary>
    public int Refused { get; private set; }

    /// <summary>The highest sequence among the refused ones; 0 when they had none.</summary>
    public long LastRefused { get; private set; }

    /// <summary>Reads all samples of one message.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="clock">Decides which time counts.</param>
    /// <param name="into">Gets the samples, in their order.</param>
    /// <exception cref="MessageFault">Not JSON, or over a limit of <see cref="ProtocolLimits"/>.</exception>
    public void Read(ReadOnlySpan<byte> utf8, SampleClock clock, List<RigStats> into)
    {
        (_members, _unknown, Refused, LastRefused) = (0, 0, 0, 0);
        try
        {
            var reader = MessageScan.Read(utf8);
            reader.Read();
            ReadSample(ref reader, clock, into, mayHoldSamples: true);
            reader.Read();   // throws on anything behind the object
        }
        catch (Exception failure) when (MessageScan.IsNotJson(failure)) { throw new MessageFault(CloseCodes.Policy, "not JSON"); }
    }

    void ReadSample(ref Utf8JsonReader reader, SampleClock clock, List<RigStats> into, bool mayHoldSamples)
    {
        long sequence = 0;
        long? at = null, uptime = null, memory = null, disk = null;
        bool valid = true, isOnlyFrame = false;
        GpuReading[] gpus = [];
        WorkReading[] work = [];
        CpuReading cpu = default;
        _events.Clear();
        _suspicious = false;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("sequence"u8)) { reader.Read(); sequence = Sequence(ref reader); }
            else if (reader.ValueTextEquals("at"u8)) { reader.Read(); at = Number.ReadLong(ref reader, long.MaxValue, ref _suspicious); }
            else if (reader.ValueTextEquals("gpus"u8)) { reader.Read(); gpus = ReadGpus(ref reader, ref valid); }
            else if (reader.ValueTextEquals("work"u8)) { reader.Read(); work = ReadWork(ref reader, ref valid); }
            else if (reader.ValueTextEquals("cpu"u8)) { reader.Read(); cpu = ReadCpu(ref reader); }
            else if (reader.ValueTextEquals("uptimeSeconds"u8)) { reader.Read(); uptime = Number.ReadLong(ref reader, int.MaxValue, ref _suspicious); }
            else if (reader.ValueTextEquals("memoryUsedBytes"u8)) { reader.Read(); memory = Number.ReadLong(ref reader, 1L << 50, ref _suspicious); }
            else if (reader.ValueTextEquals("diskFreeBytes"u8)) { reader.Read(); disk = Number.ReadLong(ref reader, 1L << 60, ref _suspicious); }
            else if (reader.ValueTextEquals("events"u8)) { reader.Read(); ReadEvents(ref reader); }
            else if (mayHoldSamples && reader.ValueTextEquals("samples"u8)) { reader.Read(); isOnlyFrame = true; ReadSamples(ref reader, clock, into); }
            else if (mayHoldSamples && reader.ValueTextEquals("sample"u8)) { reader.Read(); isOnlyFrame = true; ReadOne(ref reader, clock, into); }
            else { SkipUnknown(ref reader); }
        }
        if (isOnlyFrame) { return; }
        if (!valid || sequence < 1)
        {
            Refused++;
            LastRefused = Math.Max(LastRefused, sequence);
            return;
        }
        var (time, skewed) = clock.TimeOf(at);
        into.Add(new()
        {
            Sequence = sequence,
            At = time,
            ClockSkewed = skewed,
            Suspicious = _suspicious,
            UptimeSeconds = uptime,
            Gpus = gpus,
            Work = work,
            CpuCelsius = cpu.Celsius,
            Load1 = cpu.Load1,
            CpuWatts = cpu.Watts,
            CpuBusyPercent = cpu.Busy,
            MemoryUsedBytes = memory,
            DiskFreeBytes = disk,
            Events = EventsBy(time, at),
        });
    }

    void ReadSamples(ref Utf8JsonReader reader, SampleClock clock, List<RigStats> into)
    {
        if (!BeginArray(ref reader)) { return; }
        int count = 0;
        while (NextElement(ref reader, ref count, ProtocolLimits.BacklogSamples)) { ReadSample(ref reader, clock, into, mayHoldSamples: false); }
    }

    void ReadOne(ref Utf8JsonReader reader, SampleClock clock, List<RigStats> into)
    {
        if (reader.TokenType == JsonTokenType.StartObject) { ReadSample(ref reader, clock, into, mayHoldSamples: false); }
        else { reader.Skip(); }
    }

    /// <summary>Moves to the next member name of the object; false at its end.</summary>
    bool NextMember(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName) { return false; }
        return ++_members <= ProtocolLimits.Members ? true : throw MessageScan.TooManyMembers();
    }

    bool BeginArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray) { return true; }
        _suspicious |= reader.TokenType != JsonTokenType.Null;
        reader.Skip();
        return false;
    }

    /// <summary>Moves to the next object of the array; false at its end.</summary>
    bool NextElement(ref Utf8JsonReader reader, ref int count, int limit)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > limit) { throw new MessageFault(CloseCodes.Policy, $"more than {limit} entries in one array"); }
            if (reader.TokenType == JsonTokenType.StartObject) { return true; }
            _suspicious = true;
            reader.Skip();
        }
        return false;
    }

    void SkipUnknown(ref Utf8JsonReader reader)
    {
        bool isType = reader.ValueTextEquals("type"u8);
        reader.Read();
        if (!isType && ++_unknown > ProtocolLimits.UnknownMembers) { throw MessageScan.TooManyMembers(); }
        reader.Skip();
    }

    /// <summary>Not clamped as readings are: a sample under a number that nobody gave it would bar all later ones.</summary>
    static long Sequence(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long sequence)) { return sequence; }
        reader.Skip();
        return 0;
    }

    string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) { return texts.Get(ref reader); }
        _suspicious |= reader.TokenType != JsonTokenType.Null;
        reader.Skip();
        return null;
    }
}
