namespace BloxOs.Data.History;

/// <summary>Reads what <see cref="BitWriter"/> wrote; what is cut or impossible is an <see cref="InvalidDataException"/>.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _next;
    ulong _held;
    int _heldBits;

    /// <summary>The next bits, 0 to 64.</summary>
    public ulong Read(int count)
    {
        if (count > 32) { return Read(32) | (Read(count - 32) << 32); }
        while (_heldBits < count)
        {
            if (_next == _bytes.Length) { throw new InvalidDataException("The chunk ends too early."); }
            _held |= (ulong)_bytes[_next++] << _heldBits;
            _heldBits += 8;
        }
        ulong value = _held & ((1UL << count) - 1);
        _held >>= count;
        _heldBits -= count;
        return value;
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
        if (_next != _bytes.Length || _held != 0) { throw new InvalidDataException("Bytes behind the end of the chunk."); }
    }
}
