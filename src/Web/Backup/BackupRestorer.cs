using System.Globalization;
using BloxOs.Data;
using BloxOs.Data.Audit;
using BloxOs.Data.Backup;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;
using BloxOs.Web.Audit;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Backup;

/// <summary>Puts a backup back. Everything that could be wrong with it is looked for before the first change.</summary>
internal sealed class BackupRestorer(BloxOsSettings settings, TimeProvider time, TextWriter console)
{
    const int MaxKeyBytes = 1024 * 1024, MaxKeys = 10_000;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly string _keyFile = settings.KeyFile ?? KeyRing.DefaultKeyFile(settings.DataDirectory);

    /// <summary>Replaces the database, and puts back keys that are missing here.</summary>
    /// <exception cref="BackupException">It was refused; nothing was changed.</exception>
    public async Task RestoreAsync(string path, CancellationToken cancellation)
    {
        var database = settings.Database!;
        Directory.CreateDirectory(settings.DataDirectory);
        using var instance = settings.Role == Role.All ? SingleInstance.TryTake(settings.DataDirectory) ?? throw new BackupException("The server runs: stop it, and try again.") : null;
        var own = MasterKey.Read(_keyFile);
        await CheckAsync(path, database, own, cancellation);

        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        BackupManifest manifest;
        await using (var backup = await BackupReader.OpenAsync(path, cancellation))
        {
            manifest = backup.Manifest;
            await DatabaseCopy.Of(database).RestoreAsync(backup, (name, part) => TakeKeyAsync(keys, name, part, cancellation), cancellation);
        }
        if (own is null) { await WriteKeysAsync(keys, cancellation); }
        await NoteAsync(database, manifest);
        await console.WriteLineAsync($"The database is as it was at {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        if (own is null && keys.Count == 0) { await console.WriteLineAsync($"There is no key file {_keyFile} and the backup holds none: put your copy there before you start the server, or stored secrets cannot be read."); }
    }

    async Task CheckAsync(string path, DatabaseOptions database, MasterKey? own, CancellationToken cancellation)
    {
        await using var backup = await BackupReader.OpenAsync(path, cancellation);
        var manifest = backup.Manifest;
        if (manifest.Provider != database.Provider) { throw new BackupException($"The backup is of a {manifest.Provider} database, but this server uses {database.Provider}."); }
        var known = DatabaseCopy.Scripts(database.Provider);
        if (manifest.Scripts.Except(known, StringComparer.Ordinal).Any()) { throw new BackupException($"The backup was made by a newer BloxOs ({manifest.Program}): install that version or a later one first."); }
        if (database.Provider == DatabaseProvider.PostgreSql && manifest.Scripts.Count != known.Count) { throw new BackupException($"The backup was made by an older BloxOs ({manifest.Program}): put it back with that version, then start this one."); }
        var signer = own ?? await IncludedKeyAsync(backup, cancellation);
        if (signer is not null && !backup.IsSignedWith(signer.Derive(BackupMaker.KeyPurpose)))
        {
            throw new BackupException(own is null
                ? "The backup was changed: its signature does not fit the key in it. Use another copy."
                : $"The backup is of another BloxOs, or was changed: it is not signed with the key file {_keyFile}. To put another BloxOs in the place of this one, move the folder {settings.DataDirectory} away first.");
        }
    }

    static async Task<MasterKey?> IncludedKeyAsync(BackupReader backup, CancellationToken cancellation)
    {
        while (await backup.NextAsync(cancellation) is var (name, content))
        {
            if (name != BackupMaker.MasterPart) { continue; }
            string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
            try
            {
                await WriteAsync(file, await ReadAsync(content, cancellation), cancellation);
                return MasterKey.Read(file);
            }
            finally { File.Delete(file); }
        }
        return null;
    }

    static async Task TakeKeyAsync(Dictionary<string, byte[]> keys, string name, Stream part, CancellationToken cancellation)
    {
        string file = name.StartsWith(BackupMaker.KeysPrefix, StringComparison.Ordinal) ? name[BackupMaker.KeysPrefix.Length..] : "";
        if (file.Length == 0 || !file.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') || file.Contains("..", StringComparison.Ordinal) || keys.Count >= MaxKeys)
        {
            throw new BackupException("The backup has a part that this version does not know.");
        }
        keys[file] = await ReadAsync(part, cancellation);
    }

    /// <summary>Keys of a ring whose master key is lost are put aside: they could never be opened again.</summary>
    async Task WriteKeysAsync(Dictionary<string, byte[]> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0) { return; }
        string folder = KeyRing.MakeFolder(settings.DataDirectory);
        foreach (string old in Directory.GetFiles(folder, "key-*.xml")) { File.Move(old, old + ".before-restore", overwrite: true); }
        foreach (var (name, content) in keys.OrderByDescending(static key => key.Key == Path.GetFileName(BackupMaker.MasterPart)))
        {
            await WriteAsync(name == Path.GetFileName(BackupMaker.MasterPart) ? _keyFile : Path.Combine(folder, name), content, cancellation);
        }
    }

    /// <summary>The anchors of what is gone are put aside, and the log says what happened.</summary>
    async Task NoteAsync(DatabaseOptions database, BackupManifest manifest)
    {
        string anchors = new AuditAnchorFile(settings.DataDirectory).Path;
        if (File.Exists(anchors)) { File.Move(anchors, $"{anchors}.before-restore-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}", overwrite: true); }
        await DatabaseMigrator.MigrateAsync(database);
        await using var services = new ServiceCollection().AddBloxOsData(database).BuildServiceProvider();
        await services.GetRequiredService<IAuditLog>().AppendAsync(new()
        {
            At = time.GetUtcNow(),
            Actor = new(AuditActorKind.System, "", AuditText.Of(Environment.UserName, AuditInput.MaxNameLength)),
            Action = "server.restore",
            Changes = [new("as of", null, manifest.MadeAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture))],
        });
    }

    static async Task<byte[]> ReadAsync(Stream part, CancellationToken cancellation)
    {
        var bytes = new byte[MaxKeyBytes + 1];
        int length = await part.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length <= MaxKeyBytes ? bytes[..length] : throw new BackupException("A key in the backup is too long to be one.");
    }

    static async Task WriteAsync(string file, byte[] content, CancellationToken cancellation)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnly; }
        await using var made = new FileStream(file, options);
        await made.WriteAsync(content, cancellation);
        made.Flush(flushToDisk: true);
    }
}
