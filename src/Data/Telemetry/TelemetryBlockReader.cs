using System.Buffers.Binary;

namespace BloxOs.Data.Telemetry;

/// <summary>
/// Walks over the samples of a block (<see cref="TelemetryBlock"/>). What is damaged is passed over: a checksum tells where the next sample begins. A block
/// without checksums ends where it makes no sense.
/// </summary>
internal ref struct TelemetryBlockReader(ReadOnlySpan<byte> block, long format)
{
    /// <summary>Bytes that may be summed up per byte of the block while the next sample is looked for.</summary>
    const int SearchFactor = 16;

    ReadOnlySpan<byte> _rest = block;
    long _search = (long)SearchFactor * block.Length;

    /// <summary>Id of the rig.</summary>
    public ReadOnlySpan<byte> Rig { get; private set; }

    /// <summary>The sample's number.</summary>
    public long Sequence { get; private set; }

    /// <summary>When it was read, Unix milliseconds.</summary>
    public long At { get; private set; }

    /// <summary>Its readings.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>Bytes were met that are no sample.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>A copy of the sample.</summary>
    public readonly TelemetrySample Sample(string rigId) => new(rigId, Sequence, DateTimeOffset.FromUnixTimeMilliseconds(At), Payload.ToArray());

    /// <summary>Goes to the next sample; false without one.</summary>
    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            if (TryRead()) { return true; }
            IsDamaged = true;
            if (format != TelemetryBlock.Checked || _search <= 0) { return false; }
            _rest = _rest[1..];
        }
        return false;
    }

    bool TryRead()
    {
        if (format is not (TelemetryBlock.Plain or TelemetryBlock.Checked)) { return false; }
        int id = _rest[0], sum = format == TelemetryBlock.Checked ? TelemetryBlock.SumBytes : 0, fixedBytes = TelemetryBlock.FixedBytes + id;
        if (id == 0 || _rest.Length < fixedBytes + sum) { return false; }
        int payload = BinaryPrimitives.ReadInt32LittleEndian(_rest[(17 + id)..]);
        if (payload < 0 || payload > _rest.Length - fixedBytes - sum) { return false; }
        Rig = _rest.Slice(1, id);
        Sequence = BinaryPrimitives.ReadInt64LittleEndian(_rest[(1 + id)..]);
        At = BinaryPrimitives.ReadInt64LittleEndian(_rest[(9 + id)..]);
        if (!TelemetryInput.IsTime(At) || Sequence < 1 || Rig.ContainsAnyExceptInRange((byte)'!', (byte)'~')) { return false; }
        if (sum > 0 && !IsSound(fixedBytes + payload)) { return false; }
        Payload = _rest.Slice(fixedBytes, payload);
        _rest = _rest[(fixedBytes + payload + sum)..];
        return true;
    }

    bool IsSound(int length)
    {
        if (IsDamaged) { _search -= length; }
        return BinaryPrimitives.ReadUInt32LittleEndian(_rest[length..]) == Crc32C.Of(_rest[..length]);
    }
}
