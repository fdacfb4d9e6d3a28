using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Secrets;
using BloxOs.Silo.Settings;
using BloxOs.TestServers;
using BloxOs.Web.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BloxOs.Web.Tests.Secrets;

[Trait("check", "33")]
public sealed class KeyRingTests : IDisposable
{
    readonly TempDirectory _directory = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string KeyFile => KeyRing.DefaultKeyFile(_directory.Path);

    [Fact]
    public async Task A_secret_survives_a_restart_and_its_kind_is_bound_to_it()
    {
        string stored;
        await using (var first = Open(_directory.Path))
        {
            stored = Box(first).Protect(SecretKind.SmtpPassword, "hunter2");
            Assert.DoesNotContain("hunter2", stored, StringComparison.Ordinal);
            Assert.NotEqual(stored, Box(first).Protect(SecretKind.SmtpPassword, "hunter2"));
        }
        await using var second = Open(_directory.Path);
        Assert.Equal("hunter2", Box(second).Unprotect(SecretKind.SmtpPassword, stored));
        Assert.Null(Box(second).Unprotect(SecretKind.TotpSeed, stored));
        Assert.Null(Box(second).Unprotect(SecretKind.SmtpPassword, stored[..80] + (stored[80] == 'A' ? 'B' : 'A') + stored[81..]));
        Assert.Null(Box(second).Unprotect(SecretKind.SmtpPassword, "hunter2"));
    }

    [Fact]
    public async Task What_lies_on_the_disk_is_encrypted_and_for_its_owner_only()
    {
        await using var services = Open(_directory.Path);
        Box(services).Protect(SecretKind.TotpSeed, "seed");
        string ring = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(KeyRing.Folder(_directory.Path), "key-*.xml")), Cancellation);
        Assert.Contains("<bloxosKey", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", ring, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) { return; }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(KeyRing.Folder(_directory.Path)));
    }

    [Fact]
    public async Task Without_the_key_file_or_with_another_one_it_does_not_start_and_says_so()
    {
        string stored;
        await using (var services = Open(_directory.Path)) { stored = Box(services).Protect(SecretKind.TotpSeed, "seed"); }
        using var copy = new TempDirectory();
        Directory.CreateDirectory(KeyRing.Folder(copy.Path));
        foreach (string file in Directory.GetFiles(KeyRing.Folder(_directory.Path), "key-*.xml")) { File.Copy(file, Path.Combine(KeyRing.Folder(copy.Path), Path.GetFileName(file))); }

        string missing = Assert.Single(Assert.Throws<SettingsException>(() => KeyRing.OpenFiles(copy.Path)).Problems);
        Assert.Contains("is missing", missing, StringComparison.Ordinal);
        Assert.Contains("BloxOs:KeyFile", missing, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyRing.DefaultKeyFile(copy.Path)), "a new key would hide the loss");

        MasterKey.Create(KeyRing.DefaultKeyFile(copy.Path));
        Assert.Contains("is not the one", Assert.Single(Assert.Throws<SettingsException>(() => KeyRing.OpenFiles(copy.Path)).Problems), StringComparison.Ordinal);

        // Even past the check: the ring's keys stay shut, and so does the secret.
        await using var forced = new ServiceCollection().AddLogging().AddSingleton(MasterKey.Read(KeyRing.DefaultKeyFile(copy.Path))!).AddBloxOsSecrets(copy.Path).BuildServiceProvider();
        Assert.Null(Box(forced).Unprotect(SecretKind.TotpSeed, stored));
    }

    [Theory]
    [InlineData("")]
    [InlineData("bloxos-master-key-1 AAAA")]
    [InlineData("bloxos-master-key-1 not base64")]
    [InlineData("something else entirely")]
    public async Task A_file_that_is_no_key_is_named(string content)
    {
        Directory.CreateDirectory(KeyRing.Folder(_directory.Path));
        await File.WriteAllTextAsync(KeyFile, content, Cancellation);
        Assert.Contains(KeyFile, Assert.Single(Assert.Throws<SettingsException>(() => KeyRing.OpenFiles(_directory.Path)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_an_older_program_stored_in_plain_text_are_gone()
    {
        Directory.CreateDirectory(KeyRing.Folder(_directory.Path));
        string old = Path.Combine(KeyRing.Folder(_directory.Path), "key-1.xml");
        await File.WriteAllTextAsync(old, "<key><descriptor><descriptor><masterKey><value>AAAA</value></masterKey></descriptor></descriptor></key>", Cancellation);
        KeyRing.OpenFiles(_directory.Path);
        Assert.False(File.Exists(old));
    }

    [Fact]
    [Trait("bad-input", "112")]
    public void A_key_file_that_others_may_read_is_warned_of()
    {
        KeyRing.OpenFiles(_directory.Path);
        Assert.Null(MasterKey.Warning(KeyFile));
        if (OperatingSystem.IsWindows()) { return; }
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", MasterKey.Warning(KeyFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_processes_on_PostgreSQL_share_the_ring_and_need_the_same_key_file()
    {
        await using var server = await PostgresServer.StartAsync(cancellation: Cancellation);
        var database = new DatabaseOptions(DatabaseProvider.PostgreSql, await server.CreateDatabaseAsync(Cancellation));
        await DatabaseMigrator.MigrateAsync(database, Cancellation);
        using var other = new TempDirectory();
        await using var one = await OpenAsync(database, _directory.Path, null);
        await using var two = await OpenAsync(database, other.Path, KeyFile);
        string stored = Box(one).Protect(SecretKind.JwtSigningKey, "signs");
        Assert.Equal("signs", Box(two).Unprotect(SecretKind.JwtSigningKey, stored));
        Assert.Empty(Directory.GetFiles(KeyRing.Folder(_directory.Path), "key-*.xml"));

        Assert.Contains("is missing", (await FailAsync(database, other.Path)).Single(), StringComparison.Ordinal);
        MasterKey.Create(KeyRing.DefaultKeyFile(other.Path));
        Assert.Contains("every web process needs the same file", (await FailAsync(database, other.Path)).Single(), StringComparison.Ordinal);

        // The whole database in plain sight holds no key.
        await using var connection = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = connection.CreateCommand("SELECT string_agg(xml, '') FROM key_ring");
        var ring = (string)(await command.ExecuteScalarAsync(Cancellation))!;
        Assert.Contains("<bloxosKey", ring, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", ring, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    static ISecretBox Box(IServiceProvider services) => services.GetRequiredService<ISecretBox>();

    static ServiceProvider Open(string directory) => new ServiceCollection().AddLogging().AddBloxOsSecrets(directory).BuildServiceProvider();

    static async Task<ServiceProvider> OpenAsync(DatabaseOptions database, string directory, string? keyFile)
    {
        var master = await KeyRing.OpenDatabaseAsync(database, directory, keyFile, Cancellation);
        return new ServiceCollection().AddLogging().AddBloxOsData(database).AddSingleton(master).AddBloxOsSecrets(directory).BuildServiceProvider();
    }

    static async Task<IReadOnlyList<string>> FailAsync(DatabaseOptions database, string directory) =>
        (await Assert.ThrowsAsync<SettingsException>(() => KeyRing.OpenDatabaseAsync(database, directory, null, Cancellation))).Problems;
}
