using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Data.Backup;

/// <summary>Reads a backup that was checked as a whole: from then on it is as it was written.</summary>
public sealed class BackupReader : IAsyncDisposable
{
    private readonly FileStream file;
    private readonly byte[] sum;
    private readonly byte[] mac;
    private BackupPartReader? open;

    private BackupReader(FileStream file, byte[] sum, byte[] mac) => (this.file, this.sum, this.mac) = (file, sum, mac);

    /// <summary>What it says about itself.</summary>
    public BackupManifest Manifest { get; private set; } = null!;

    /// <summary>Whether it was signed with a key of an installation.</summary>
    public bool IsSigned => mac.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Opens the file and reads it to its end.</summary>
    /// <exception cref="BackupException">It is no backup, is cut, was changed, or is of a version that this program does not know.</exception>
    public static async Task<BackupReader> OpenAsync(string path, CancellationToken cancellation)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BackupFormat.ChunkBytes, FileOptions.Asynchronous);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{path} can't be read: {failure.Message}", failure);
        }
        try
        {
            await CheckMagicAsync(file, cancellation);
            var (sum, mac) = await CheckSumAsync(file, cancellation);
            var reader = new BackupReader(file, sum, mac);
            file.Position = BackupFormat.Magic.Length;
            var first = await reader.NextAsync(cancellation);
            if (first is not (BackupManifest.PartName, { } stream))
                throw Damaged();
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellation);
            reader.Manifest = BackupManifest.Parse(bytes.ToArray());
            return reader;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether it was signed with this key.</summary>
    public bool IsSignedWith(byte[] key) => CryptographicOperations.FixedTimeEquals(mac, BackupFormat.MacOf(key, sum));

    /// <summary>The next part, to be read before the one after it; null after the last.</summary>
    public async Task<(string Name, Stream Content)?> NextAsync(CancellationToken cancellation)
    {
        if (open is not null)
            await open.CopyToAsync(Stream.Null, cancellation);
        var length = await LengthAsync(BackupFormat.MaxNameLength, cancellation);
        if (length == 0)
            return null;
        var name = new byte[length];
        await file.ReadExactlyAsync(name, cancellation);
        open = new BackupPartReader(file, token => LengthAsync(BackupFormat.ChunkBytes, token));
        return (Encoding.UTF8.GetString(name), open);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static async Task CheckMagicAsync(FileStream file, CancellationToken cancellation)
    {
        var magic = new byte[BackupFormat.Magic.Length];
        await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellation);
        if (magic.AsSpan().SequenceEqual(BackupFormat.Magic))
            return;
        throw new BackupException(Encoding.ASCII.GetString(magic).StartsWith(BackupFormat.MagicStart, StringComparison.Ordinal)
            ? "The backup was made by another version of BloxOs, whose format this one does not know: use the version that made it."
            : "The file is no backup of BloxOs.");
    }

    private static async Task<(byte[] Sum, byte[] Mac)> CheckSumAsync(FileStream file, CancellationToken cancellation)
    {
        var left = file.Length - BackupFormat.TrailerBytes;
        if (left < BackupFormat.Magic.Length)
            throw Damaged();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        file.Position = 0;
        var buffer = new byte[BackupFormat.ChunkBytes];
        while (left > 0)
        {
            var taken = await file.ReadAtLeastAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), 1, throwOnEndOfStream: true, cancellation);
            hash.AppendData(buffer.AsSpan(0, taken));
            left -= taken;
        }
        byte[] sum = new byte[BackupFormat.HashBytes], mac = new byte[BackupFormat.HashBytes];
        await file.ReadExactlyAsync(sum, cancellation);
        await file.ReadExactlyAsync(mac, cancellation);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(sum) ? (sum, mac) : throw Damaged();
    }

    private async Task<int> LengthAsync(int most, CancellationToken cancellation)
    {
        var bytes = new byte[sizeof(int)];
        await file.ReadExactlyAsync(bytes, cancellation);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return length >= 0 && length <= most && file.Position + length <= file.Length - BackupFormat.TrailerBytes ? length : throw Damaged();
    }

    private static BackupException Damaged() => new("The backup is cut off or was changed: its checksum does not fit. Use another copy.");
}
