using System.Buffers.Binary;

namespace BloxOs.Data.History;

/// <summary>Reads what <see cref="BitWriter"/> wrote; what is cut or impossible is an <see cref="InvalidDataException"/>.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _next;

    /// <summary>Above the held bits lie parts of the next byte, the same ones that are read again with it.</summary>
    ulong _held;
    int _heldBits;

    /// <summary>The next bits, 0 to 64.</summary>
    public ulong Read(int count)
    {
        if (count > 32) { return Read(32) | (Read(count - 32) << 32); }
        if (_heldBits < count) { Refill(count); }
        ulong value = _held & ((1UL << count) - 1);
        _held >>= count;
        _heldBits -= count;
        return value;
    }

    /// <summary>Passes bits over.</summary>
    public void Skip(long count)
    {
        if (count <= _heldBits)
        {
            _held >>= (int)count;
            _heldBits -= (int)count;
            return;
        }
        count -= _heldBits;
        (_held, _heldBits) = (0, 0);
        if (count / 8 > _bytes.Length - _next) { throw TooShort(); }
        _next += (int)(count / 8);
        Read((int)(count % 8));
    }

    /// <summary>What <see cref="BitWriter.WriteNumber"/> wrote.</summary>
    public ulong ReadNumber()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 4)
        {
            ulong group = Read(5);
            value |= (group & 15) << shift;
            if (group < 16) { return value; }
        }
        throw new InvalidDataException("A number without an end.");
    }

    /// <summary>What <see cref="BitWriter.WriteSigned"/> wrote.</summary>
    public long ReadSigned() => ZigZag.Decode(ReadNumber());

    /// <summary>A number that counts something.</summary>
    public int ReadCount(int most) => ReadNumber() is var count && count <= (ulong)most
        ? (int)count
        : throw new InvalidDataException($"A count of {count} where at most {most} is possible.");

    /// <summary>Refuses bytes behind the last bit, and bits that are not the zeros that fill the last byte up.</summary>
    public readonly void MustEnd()
    {
        long left = _heldBits + (8L * (_bytes.Length - _next));
        if (left >= 8 || (_held & ((1UL << _heldBits) - 1)) != 0) { throw new InvalidDataException("Bytes behind the end of the chunk."); }
    }

    void Refill(int count)
    {
        if (_bytes.Length - _next >= 8)
        {
            _held |= BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_next..]) << _heldBits;
            int whole = (63 - _heldBits) >> 3;
            _next += whole;
            _heldBits += whole * 8;
            return;
        }
        _held &= (1UL << _heldBits) - 1;
        while (_heldBits < count)
        {
            if (_next == _bytes.Length) { throw TooShort(); }
            _held |= (ulong)_bytes[_next++] << _heldBits;
            _heldBits += 8;
        }
    }

    static InvalidDataException TooShort() => new("The chunk ends too early.");
}
