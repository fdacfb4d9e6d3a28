using System.Security.Cryptography;
using System.Text;

namespace BloxOs.Data.Backup;

/// <summary>Writes a backup under a name of its own beside the target; it gets its name when it is whole and on the disk.</summary>
public sealed class BackupWriter : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string path;
    private readonly string part;
    private readonly FileStream file;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private BackupWriter(string path, string part, FileStream file) => (this.path, this.part, this.file) = (path, part, file);

    /// <summary>Begins a file, which only its owner may read.</summary>
    /// <exception cref="BackupException">There is one already, or it cannot be made.</exception>
    public static async Task<BackupWriter> CreateAsync(string path, BackupManifest manifest, CancellationToken cancellation)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path) || System.IO.Directory.Exists(path))
            throw new BackupException($"{path} is there already: choose another name.");
        var part = $"{path}.{Guid.NewGuid():N}.part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        BackupWriter writer;
        try
        {
            writer = new BackupWriter(path, part, new FileStream(part, options));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{path} can't be made: {failure.Message}", failure);
        }
        await writer.PutAsync(BackupFormat.Magic, cancellation);
        await writer.AddAsync(BackupManifest.PartName, stream => stream.WriteAsync(manifest.ToBytes(), cancellation).AsTask(), cancellation);
        return writer;
    }

    /// <summary>A file for what has to be on the disk before it is added; the caller deletes it.</summary>
    public string TemporaryFile => part + ".db";

    /// <summary>Adds a part of any length.</summary>
    public async Task AddAsync(string name, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        await PutAsync(BackupFormat.Length(bytes.Length), cancellation);
        await PutAsync(bytes, cancellation);
        await using (var stream = new BackupPartWriter(PutAsync))
            await write(stream);
        await PutAsync(BackupFormat.Length(0), cancellation);
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="BackupException">Another file took the name meanwhile.</exception>
    public async Task FinishAsync(byte[]? key, CancellationToken cancellation)
    {
        await PutAsync(BackupFormat.Length(0), cancellation);
        var sum = hash.GetHashAndReset();
        await file.WriteAsync(sum, cancellation);
        await file.WriteAsync(BackupFormat.MacOf(key, sum), cancellation);
        file.Flush(flushToDisk: true);
        await file.DisposeAsync();
        try
        {
            File.Move(part, path, overwrite: false);
        }
        catch (IOException taken)
        {
            throw new BackupException($"{path} can't be made: {taken.Message}", taken);
        }
    }

    /// <summary>What was not finished is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        hash.Dispose();
        File.Delete(part);
    }

    private ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        hash.AppendData(bytes.Span);
        return file.WriteAsync(bytes, cancellation);
    }
}
