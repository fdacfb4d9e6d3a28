using System.Reflection;
using BloxOs.Data;
using BloxOs.Data.Audit;
using BloxOs.Data.Backup;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Backup;

/// <summary>Makes a backup: the database at one moment and, when asked, the keys that open its secrets.</summary>
internal sealed class BackupMaker(BloxOsSettings settings, TimeProvider time, TextWriter console)
{
    /// <summary>What the master key's derived key is for.</summary>
    public const string KeyPurpose = "backup";

    /// <summary>Name of the part with the master key.</summary>
    public const string MasterPart = "keys/master.key";

    /// <summary>How names of parts with keys begin.</summary>
    public const string KeysPrefix = "keys/";

    /// <summary>Makes it.</summary>
    /// <exception cref="BackupException">It cannot be made; there is no file then.</exception>
    public async Task MakeAsync(string path, bool keys, CancellationToken cancellation)
    {
        var database = settings.Database!;
        string keyFile = settings.KeyFile ?? KeyRing.DefaultKeyFile(settings.DataDirectory);
        var master = MasterKey.Read(keyFile) ?? throw new BackupException($"There is no key file {keyFile}, with which backups are signed. In a cluster, run this where a web process runs, or name the file with --BloxOs:KeyFile.");
        var copy = DatabaseCopy.Of(database);
        var scripts = await copy.ScriptsAsync(cancellation);
        var known = DatabaseCopy.Scripts(database.Provider);
        if (!scripts.SequenceEqual(known, StringComparer.Ordinal)) { throw new BackupException("The database was last used by another version of BloxOs. Back it up with that version, or start the server of this one first."); }

        var manifest = new BackupManifest(Version, database.Provider, time.GetUtcNow(), scripts, keys);
        await using (var backup = await BackupWriter.CreateAsync(path, manifest, cancellation))
        {
            await NoteAsync(database, path, keys);
            await copy.SaveAsync(backup, keys, cancellation);
            if (keys) { await AddKeysAsync(backup, keyFile, cancellation); }
            await backup.FinishAsync(master.Derive(KeyPurpose), cancellation);
        }
        await console.WriteLineAsync($"{Path.GetFullPath(path)} is made: {new FileInfo(path).Length:N0} bytes.");
        await console.WriteLineAsync(keys
            ? "It holds the keys of all stored secrets: keep it as you keep passwords."
            : $"It does not hold the key file {keyFile}: keep a copy of that apart, without it stored secrets cannot be read. --with-keys puts both into one file.");
    }

    internal static string Version => typeof(BackupMaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    async Task AddKeysAsync(BackupWriter backup, string keyFile, CancellationToken cancellation)
    {
        await AddFileAsync(backup, MasterPart, keyFile, cancellation);
        string folder = KeyRing.Folder(settings.DataDirectory);
        if (!Directory.Exists(folder)) { return; }
        foreach (string file in Directory.EnumerateFiles(folder, "key-*.xml").Order(StringComparer.Ordinal)) { await AddFileAsync(backup, KeysPrefix + Path.GetFileName(file), file, cancellation); }
    }

    static Task AddFileAsync(BackupWriter backup, string name, string file, CancellationToken cancellation) => backup.AddAsync(name, async part =>
    {
        await using var source = File.OpenRead(file);
        await source.CopyToAsync(part, cancellation);
    }, cancellation);

    async Task NoteAsync(DatabaseOptions database, string path, bool keys)
    {
        await using var services = new ServiceCollection().AddBloxOsData(database).BuildServiceProvider();
        await services.GetRequiredService<IAuditLog>().AppendAsync(new()
        {
            At = time.GetUtcNow(),
            Actor = new(AuditActorKind.System, "", AuditText.Of(Environment.UserName, AuditInput.MaxNameLength)),
            Action = "server.backup",
            Target = AuditText.Of(Path.GetFileName(path), AuditInput.MaxNameLength),
            Changes = [new("keys", null, keys ? "with keys" : "without keys")],
        });
    }
}
