namespace BloxOs.Data.Backup;

/// <summary>Cuts what is written into chunks.</summary>
internal sealed class BackupPartWriter(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> put) : Stream
{
    private readonly byte[] buffer = new byte[BackupFormat.ChunkBytes];
    private int used;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        while (source.Length > 0)
        {
            var taken = Math.Min(source.Length, buffer.Length - used);
            source[..taken].CopyTo(buffer.AsMemory(used));
            used += taken;
            source = source[taken..];
            if (used == buffer.Length)
                await PutAsync(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        await PutAsync(CancellationToken.None);
        await base.DisposeAsync();
    }

    public override void Flush()
    {
        // The end of the part writes what is left.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask PutAsync(CancellationToken cancellation)
    {
        if (used == 0)
            return;
        await put(BackupFormat.Length(used), cancellation);
        await put(buffer.AsMemory(0, used), cancellation);
        used = 0;
    }
}
