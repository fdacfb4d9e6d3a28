namespace BloxOs.Data.Backup;

/// <summary>The chunks of one part in a row.</summary>
internal sealed class BackupPartReader(Stream file, Func<CancellationToken, Task<int>> nextLength) : Stream
{
    private int left;
    private bool ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (left == 0 && !ended)
        {
            left = await nextLength(cancellationToken);
            ended = left == 0;
        }
        if (ended || buffer.Length == 0)
            return 0;
        var taken = await file.ReadAsync(buffer[..Math.Min(buffer.Length, left)], cancellationToken);
        if (taken == 0)
            throw new EndOfStreamException();
        left -= taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
