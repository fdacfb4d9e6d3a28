using System.Buffers.Binary;
using System.Text;

namespace BloxOs.Grains.Rigs;

/// <summary>Writes the parts of a sample: whole numbers as variable-length zigzag with 0 for "no data", fractions as IEEE with NaN for it.</summary>
internal struct SampleWriter()
{
    /// <summary>One writer at a time on a thread: a sample is packed in one go.</summary>
    [ThreadStatic] static byte[]? t_bytes;

    byte[] _bytes = t_bytes ??= new byte[4096];
    int _length;

    public readonly byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Byte(byte value) => Room(1)[0] = value;

    public void Whole(long? value)
    {
        ulong coded = value is { } v ? ZigZag(v) + 1 : 0;
        var room = Room(10);
        int i = 0;
        for (; coded >= 0x80; coded >>= 7) { room[i++] = (byte)(coded | 0x80); }
        room[i++] = (byte)coded;
        _length -= 10 - i;
    }

    public void Float(float? value) => BinaryPrimitives.WriteSingleLittleEndian(Room(4), value ?? float.NaN);

    public void Double(double? value) => BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value ?? double.NaN);

    public void Text(string? text)
    {
        if (text is null)
        {
            Whole(null);
            return;
        }
        int length = Encoding.UTF8.GetByteCount(text);
        Whole(length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count) 
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
            t_bytes = _bytes;
        }
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
