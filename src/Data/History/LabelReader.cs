using System.Text;

namespace BloxOs.Data.History;

/// <summary>Reads what <see cref="LabelWriter"/> wrote; anything else is an <see cref="InvalidDataException"/>.</summary>
internal ref struct LabelReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What is behind what was read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public long Number()
    {
        ulong coded = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            coded |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) { return ZigZag.Decode(coded); }
        }
        throw new InvalidDataException("A number without an end.");
    }

    public int Count(int most) => Number() is >= 0 and var count && count <= most ? (int)count : throw new InvalidDataException("A count that is not possible.");

    public string? Text() => Number() is var length && length == -1 ? null : Encoding.UTF8.GetString(Take(length));

    ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length) { throw new InvalidDataException("The labels end too early."); }
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
