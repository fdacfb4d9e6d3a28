using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace BloxOs.Agent.Telemetry.Storage;

/// <summary>One file of samples with consecutive numbers; only ever appended to.</summary>
internal sealed class Segment : IDisposable
{
    readonly SafeFileHandle _file;
    long _readNumber, _readPosition;

    Segment(string path, SafeFileHandle file, long first, Numbering numbering) => (Path, _file, First, Numbering) = (path, file, first, numbering);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Number of its first sample.</summary>
    public long First { get; private set; }

    /// <summary>Samples in it.</summary>
    public long Count { get; private set; }

    /// <summary>The first number behind it.</summary>
    public long End => First + Count;

    /// <summary>Bytes in it.</summary>
    public long Length { get; private set; }

    /// <summary>How its numbers were counted when it was begun.</summary>
    public Numbering Numbering { get; private set; }

    /// <summary>The last word on what was handed to a connection; 0 for none.</summary>
    public long SentThrough { get; private set; }

    /// <summary>Begins a file; one that is there already is overwritten. Its head is written with the first record, or by <see cref="WriteHead"/>.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static Segment Create(string path, long first, Numbering numbering)
    {
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        if (!OperatingSystem.IsWindows()) { File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite); }
        return new(path, file, first, numbering);
    }

    /// <summary>Opens a file of an earlier run and cuts off what was not written to its end; null when it is no segment of this format.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Segment? Open(string path, out bool cut)
    {
        cut = false;
        byte[] bytes = File.ReadAllBytes(path);
        if (SegmentFormat.ReadHead(bytes) is not { } head) { return null; }
        var segment = new Segment(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read), head.First, head.Numbering);
        int position = SegmentFormat.HeadBytes;
        while (SegmentFormat.RecordLength(bytes.AsSpan(position)) is > 0 and var length)
        {
            if (bytes[position + 8] == SegmentFormat.Sample) { segment.Count++; }
            else if (bytes[position + 8] == SegmentFormat.Sent && length == SegmentFormat.RecordHeadBytes + 8)
            {
                segment.SentThrough = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(position + SegmentFormat.RecordHeadBytes));
            }
            position += length;
        }
        cut = position < bytes.Length;
        segment.Length = position;
        return segment;
    }

    /// <summary>Adds a sample.</summary>
    /// <exception cref="IOException">It cannot be written; the file is as before.</exception>
    public void Append(byte[] packed)
    {
        Write(SegmentFormat.Record(SegmentFormat.Sample, packed));
        Count++;
    }

    /// <summary>Notes what was handed to a connection.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void NoteSent(long through)
    {
        Write(SegmentFormat.SentRecord(through));
        SentThrough = through;
    }

    /// <summary>Asks the disk to have it, which may take long.</summary>
    /// <exception cref="IOException">The disk does not.</exception>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Says how numbers are counted from here on, before there is any record.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteHead()
    {
        RandomAccess.Write(_file, SegmentFormat.Head(First, Numbering), 0);
        Length = SegmentFormat.HeadBytes;
    }

    /// <summary>
    /// Takes everything out and begins anew. What was written moments ago and is taken out again never reaches the disk: that spares the flash
    /// memory that many rigs boot from.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Clear(long first, Numbering numbering)
    {
        if (Length > 0) { RandomAccess.SetLength(_file, 0); }
        (First, Numbering, Count, Length, SentThrough) = (first, numbering, 0, 0, 0);
        (_readNumber, _readPosition) = (0, 0);
    }

    // Behind the last whole record: what a failed write has left there is written over.
    void Write(byte[] record)
    {
        byte[] bytes = Length > 0 ? record : [.. SegmentFormat.Head(First, Numbering), .. record];
        RandomAccess.Write(_file, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>Samples with numbers from <paramref name="number"/> on, in order.</summary>
    /// <exception cref="IOException">The file cannot be read, or is damaged.</exception>
    public void Read(long number, int maximum, List<KeptSample> into)
    {
        if (number < First) { number = First; }
        if (_readNumber < First || _readNumber > number) { (_readNumber, _readPosition) = (First, SegmentFormat.HeadBytes); }
        byte[] head = new byte[SegmentFormat.RecordHeadBytes];
        while (maximum > 0 && _readNumber < End)
        {
            int content = ReadHead(head);
            if (head[8] == SegmentFormat.Sample && _readNumber++ >= number)
            {
                into.Add(new(_readNumber - 1, Content(content)));
                maximum--;
            }
            _readPosition += SegmentFormat.RecordHeadBytes + content;
        }
    }

    int ReadHead(byte[] head)
    {
        bool whole = RandomAccess.Read(_file, head, _readPosition) == head.Length;
        return whole && BinaryPrimitives.ReadInt32LittleEndian(head) is > 0 and <= SegmentFormat.MaximumContent and var content
            ? content
            : throw new IOException("a segment is damaged");
    }

    byte[] Content(int length)
    {
        byte[] record = new byte[SegmentFormat.RecordHeadBytes + length];
        bool whole = RandomAccess.Read(_file, record, _readPosition) == record.Length && SegmentFormat.RecordLength(record) == record.Length;
        return whole ? record[SegmentFormat.RecordHeadBytes..] : throw new IOException("a segment is damaged");
    }

    /// <summary>Ends and deletes it. What cannot be deleted is found again at the next start, and confirmed again by the server.</summary>
    public void Delete()
    {
        Dispose();
        try { File.Delete(Path); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
