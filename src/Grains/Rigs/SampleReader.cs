using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Grains.Rigs;

/// <summary>Reads what <see cref="SampleWriter"/> wrote; anything cut or impossible is an <see cref="InvalidDataException"/>.</summary>
internal ref struct SampleReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _rest = bytes;

    public byte Byte() => Take(1)[0];

    public long? Whole()
    {
        ulong coded = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            coded |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) { return coded == 0 ? null : UnZigZag(coded - 1); }
        }
        throw new InvalidDataException("A number without an end.");
    }

    public float? Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(4)) is var value && float.IsNaN(value) ? null : value;

    public double? Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)) is var value && double.IsNaN(value) ? null : value;

    public string? Text() => Whole() is { } length ? Encoding.UTF8.GetString(Take(length)) : null;

    public DateTimeOffset Time() => Whole() is { } milliseconds and >= 0 and < 1L << 47
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : throw new InvalidDataException("No time.");

    static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length) { throw new InvalidDataException("The bytes end too early."); }
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
