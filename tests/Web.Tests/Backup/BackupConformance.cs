using System.Text;
using BloxOs.Data;
using BloxOs.Data.Audit;
using BloxOs.Data.Backup;
using BloxOs.Data.Directory;
using BloxOs.Data.Migrations;
using BloxOs.Data.Timeline;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using BloxOs.Web.Backup;
using BloxOs.Web.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BloxOs.Web.Tests.Backup;

/// <summary>What a backup and its way back do on every database.</summary>
public abstract class BackupConformance : IDisposable
{
    readonly TempDirectory _directory = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string File => _directory.File("backup.bloxos");

    protected abstract Task<DatabaseOptions> NewDatabaseAsync(string dataDirectory);

    protected abstract Role Role { get; }

    /// <summary>What a running server holds.</summary>
    protected abstract Task<IAsyncDisposable> UseAsync(BloxOsSettings settings);

    [Fact]
    public async Task A_backup_under_load_is_one_moment_and_comes_back_as_it_was()
    {
        var settings = await NewAsync("a");
        await using (var services = Open(settings))
        {
            await services.GetRequiredService<IDirectory>().PutFarmAsync(new("farm-1", "Home"));
            await NoteAsync(services, "before");
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 4).Select(_ => WriteUntilAsync(services, stop.Token)).ToArray();
            await Eventually.Async(async () => (await LinesAsync(services)).Count >= 50, cancellation: Cancellation);
            await MakeAsync(settings, keys: false);
            await stop.CancelAsync();
            await Task.WhenAll(writers);
            await services.GetRequiredService<IDirectory>().PutFarmAsync(new("farm-1", "Renamed later"));
        }
        await RestoreAsync(settings);

        await using var restored = Open(settings);
        Assert.Equal(new FarmEntry("farm-1", "Home"), Assert.Single(await restored.GetRequiredService<IDirectory>().FarmsAsync(null, 10, Cancellation)));
        // What is noted from here on has other numbers than what came back.
        await NoteAsync(restored, "after");
        var events = await restored.GetRequiredService<ITimeline>().FindAsync(new("rig-1", "farm-1", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10), Cancellation);
        Assert.Equal(["after", "before"], events.Select(one => one.Event.Kind));
        Assert.True(events[0].Id > events[1].Id);
        var lines = await LinesAsync(restored);
        Assert.Equal(["server.restore"], lines.Where(line => line.Record.Action.StartsWith("server.", StringComparison.Ordinal)).Select(line => line.Record.Action).Where(action => action == "server.restore"));
        Assert.Contains(lines, line => line.Record.Action == "server.backup");
        Assert.InRange(lines.Count, 52, int.MaxValue);
        // Head, lines and hashes are of one moment, or the chain would not hold.
        Assert.Empty((await restored.GetRequiredService<IAuditChain>().VerifyAsync(null, [], Cancellation)).Findings);
    }

    static async Task NoteAsync(IServiceProvider services, string kind)
    {
        var timeline = services.GetRequiredService<ITimeline>();
        timeline.Note(new("rig-1", "farm-1", new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero), kind, TimelineSeverity.Info));
        await timeline.FlushAsync(Cancellation);
    }

    [Fact]
    [Trait("bad-input", "117")]
    public async Task What_is_cut_changed_foreign_or_newer_is_refused_and_nothing_is_touched()
    {
        var settings = await NewAsync("a");
        await using (var services = Open(settings)) { await AppendAsync(services, 30); }
        await MakeAsync(settings, keys: false);
        byte[] good = await System.IO.File.ReadAllBytesAsync(File, Cancellation);
        await using (var services = Open(settings)) { await AppendAsync(services, 1); }
        long before = await CountAsync(settings);

        var wrong = new List<byte[]> { Array.Empty<byte>(), Encoding.ASCII.GetBytes("SQLite format 3\0 and more of it than a header would have"), Encoding.ASCII.GetBytes("BLOXOS-BACKUP 2\n").Concat(good[16..]).ToArray(), good.Append((byte)0).ToArray() };
        foreach (int length in (int[])[1, 15, 16, 40, good.Length / 2, good.Length - 64, good.Length - 32, good.Length - 1]) { wrong.Add(good[..length]); }
        foreach (int at in (int[])[0, 8, 20, 60, good.Length / 3, good.Length / 2, good.Length - 70, good.Length - 40, good.Length - 1])
        {
            byte[] changed = [.. good];
            changed[at] ^= 0x10;
            wrong.Add(changed);
        }
        foreach (byte[] content in wrong) { await RefusedAsync(settings, content); }
        await Assert.ThrowsAsync<BackupException>(() => new BackupRestorer(settings, TimeProvider.System, TextWriter.Null).RestoreAsync(_directory.File("none"), Cancellation));

        // Well made, but not for this installation.
        var other = await NewAsync("other");
        Assert.Contains("another BloxOs", await RefusedAsync(settings, await MadeOfAsync(other, manifest => manifest)), StringComparison.Ordinal);
        Assert.Contains("newer BloxOs", await RefusedAsync(settings, await MadeOfAsync(settings, manifest => manifest with { Scripts = [.. manifest.Scripts, "9999-later.sql"] })), StringComparison.Ordinal);
        var otherProvider = settings.Database!.Provider == DatabaseProvider.Sqlite ? DatabaseProvider.PostgreSql : DatabaseProvider.Sqlite;
        Assert.Contains($"of a {otherProvider} database", await RefusedAsync(settings, await MadeOfAsync(settings, manifest => manifest with { Provider = otherProvider })), StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync(settings));

        await System.IO.File.WriteAllBytesAsync(File, good, Cancellation);
        await RestoreAsync(settings);
        Assert.Equal(before, await CountAsync(settings));   // one line less, and the one about the restore
    }

    [Fact]
    public async Task Nothing_is_put_back_while_a_server_runs()
    {
        var settings = await NewAsync("a");
        await MakeAsync(settings, keys: false);
        await using (var services = Open(settings)) { await AppendAsync(services, 5); }
        await using var running = await UseAsync(settings);
        long before = await CountAsync(settings);
        await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(settings));
        Assert.Equal(before, await CountAsync(settings));
    }

    [Fact]
    [Trait("check", "33")]
    public async Task Keys_are_in_it_only_when_asked_for()
    {
        var settings = await NewAsync("a");
        string stored;
        await using (var services = Open(settings)) { stored = services.GetRequiredService<ISecretBox>().Protect(SecretKind.SmtpPassword, "hunter2"); }
        string master = (await System.IO.File.ReadAllTextAsync(KeyRing.DefaultKeyFile(settings.DataDirectory), Cancellation)).Trim();
        string said = await MakeAsync(settings, keys: false);
        Assert.Contains("does not hold the key file", said, StringComparison.Ordinal);
        Assert.DoesNotContain(master, Encoding.Latin1.GetString(await System.IO.File.ReadAllBytesAsync(File, Cancellation)), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) { Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File)); }
        await Assert.ThrowsAsync<BackupException>(() => MakeAsync(settings, keys: false));   // it is there already

        System.IO.File.Delete(File);
        Assert.Contains("holds the keys of all stored secrets", await MakeAsync(settings, keys: true), StringComparison.Ordinal);
        var fresh = await NewAsync("fresh", withKey: false);
        await RestoreAsync(fresh);
        await using var moved = Open(fresh);
        Assert.Equal("hunter2", moved.GetRequiredService<ISecretBox>().Unprotect(SecretKind.SmtpPassword, stored));
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.part*"));
    }

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    async Task<BloxOsSettings> NewAsync(string name, bool withKey = true)
    {
        string data = _directory.File(name);
        Directory.CreateDirectory(data);
        var database = await NewDatabaseAsync(data);
        if (withKey)
        {
            await DatabaseMigrator.MigrateAsync(database, Cancellation);
            await OpenKeysAsync(database, data);
        }
        return new() { Role = Role, DataDirectory = data, Database = database };
    }

    static async Task<MasterKey> OpenKeysAsync(DatabaseOptions database, string data) => database.Provider == DatabaseProvider.Sqlite
        ? KeyRing.OpenFiles(data) : await KeyRing.OpenDatabaseAsync(database, data, null, Cancellation);

    static ServiceProvider Open(BloxOsSettings settings) => new ServiceCollection().AddLogging().AddBloxOsData(settings.Database!).AddBloxOsSecrets(settings.DataDirectory).BuildServiceProvider();

    async Task<string> MakeAsync(BloxOsSettings settings, bool keys)
    {
        await using var said = new StringWriter();
        await new BackupMaker(settings, TimeProvider.System, said).MakeAsync(File, keys, Cancellation);
        return said.ToString();
    }

    Task RestoreAsync(BloxOsSettings settings) => new BackupRestorer(settings, TimeProvider.System, TextWriter.Null).RestoreAsync(File, Cancellation);

    async Task<string> RefusedAsync(BloxOsSettings settings, byte[] content)
    {
        await System.IO.File.WriteAllBytesAsync(File, content, Cancellation);
        return (await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(settings))).Message;
    }

    /// <summary>A whole backup with another word about itself, signed with the key of this installation.</summary>
    async Task<byte[]> MadeOfAsync(BloxOsSettings settings, Func<BackupManifest, BackupManifest> change)
    {
        string path = _directory.File(Guid.NewGuid().ToString("N"));
        var manifest = change(new("0.1.0", settings.Database!.Provider, TimeProvider.System.GetUtcNow(), DatabaseCopy.Scripts(settings.Database.Provider), false));
        await using (var backup = await BackupWriter.CreateAsync(path, manifest, Cancellation))
        {
            await DatabaseCopy.Of(settings.Database).SaveAsync(backup, false, Cancellation);
            await backup.FinishAsync(MasterKey.Read(KeyRing.DefaultKeyFile(settings.DataDirectory))!.Derive(BackupMaker.KeyPurpose), Cancellation);
        }
        return await System.IO.File.ReadAllBytesAsync(path, Cancellation);
    }

    static async Task<long> CountAsync(BloxOsSettings settings)
    {
        await using var services = Open(settings);
        return (await services.GetRequiredService<IAuditChain>().HeadAsync(Cancellation)).Sequence;
    }

    static Task<IReadOnlyList<AuditEntry>> LinesAsync(IServiceProvider services) => services.GetRequiredService<IAuditLog>().FindAsync(new() { Limit = AuditQuery.MaxLimit }, Cancellation);

    static async Task AppendAsync(IServiceProvider services, int lines)
    {
        for (int i = 0; i < lines; i++) { await services.GetRequiredService<IAuditLog>().AppendAsync(Line()); }
    }

    static async Task WriteUntilAsync(IServiceProvider services, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) { await AppendAsync(services, 1); }
    }

    static AuditRecord Line() => new() { At = TimeProvider.System.GetUtcNow(), Actor = new(AuditActorKind.System, "", "BloxOs"), Action = "rig.online" };
}

public sealed class SqliteBackupTests : BackupConformance
{
    protected override Role Role => Role.All;

    protected override Task<IAsyncDisposable> UseAsync(BloxOsSettings settings) => Task.FromResult<IAsyncDisposable>(new Running(SingleInstance.TryTake(settings.DataDirectory)!));

    protected override Task<DatabaseOptions> NewDatabaseAsync(string dataDirectory) =>
        Task.FromResult(new DatabaseOptions(DatabaseProvider.Sqlite, Path.Combine(dataDirectory, "bloxos.db")));

    sealed class Running(SingleInstance instance) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            instance.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

public sealed class PostgreSqlBackupTests(BackupServer server) : BackupConformance, IClassFixture<BackupServer>
{
    protected override Role Role => Role.Web;

    protected override async Task<IAsyncDisposable> UseAsync(BloxOsSettings settings)
    {
        var connection = new NpgsqlConnection(settings.Database!.ConnectionString);
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    protected override async Task<DatabaseOptions> NewDatabaseAsync(string dataDirectory) =>
        new(DatabaseProvider.PostgreSql, await server.Server.CreateDatabaseAsync(Cancellation) + ";Pooling=false");
}
