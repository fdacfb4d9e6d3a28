using System.Buffers.Binary;

namespace BloxOs.Data.History;

/// <summary>Bits into bytes, lowest first.</summary>
internal sealed class BitWriter
{
    byte[] _bytes = new byte[512];
    int _length;
    ulong _held;
    int _heldBits;

    /// <summary>The lowest <paramref name="count"/> bits of a value, 0 to 64.</summary>
    public void Write(ulong value, int count)
    {
        if (count > 32)
        {
            Write((uint)value, 32);
            Write(value >> 32, count - 32);
            return;
        }
        _held |= (value & ((1UL << count) - 1)) << _heldBits;
        _heldBits += count;
        if (_heldBits < 32) { return; }
        if (_bytes.Length - _length < 4) { Array.Resize(ref _bytes, _bytes.Length * 2); }
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_length), (uint)_held);
        _length += 4;
        _held >>= 32;
        _heldBits -= 32;
    }

    /// <summary>A number of unknown size: groups of 4 bits, each with a bit that says whether another follows.</summary>
    public void WriteNumber(ulong value)
    {
        do
        {
            ulong rest = value >> 4;
            Write((value & 15) | (rest == 0 ? 0UL : 16UL), 5);
            value = rest;
        }
        while (value != 0);
    }

    /// <summary>A number of either sign, small ones short.</summary>
    public void WriteSigned(long value) => WriteNumber(ZigZag.Code(value));

    /// <summary>Everything, the last byte filled up with zeros.</summary>
    public byte[] ToArray()
    {
        for (; _heldBits > 0; _heldBits -= 8)
        {
            if (_length == _bytes.Length) { Array.Resize(ref _bytes, _length * 2); }
            _bytes[_length++] = (byte)_held;
            _held >>= 8;
        }
        _heldBits = 0;
        return _bytes.AsSpan(0, _length).ToArray();
    }
}
