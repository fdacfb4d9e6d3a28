using System.Runtime.Versioning;
using BloxOs.Data.Migrations;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests.Migrations;

public sealed class SqliteMigrationTests : MigrationConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    private static Task<DatabaseStartupException> FailAsync(string path)
        => Assert.ThrowsAsync<DatabaseStartupException>(() => DatabaseMigrator.MigrateAsync(new(DatabaseProvider.Sqlite, path), Cancellation));

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task The_folder_is_created_and_only_the_owner_may_read_the_file()
    {
        using var directory = new TempDirectory();
        var path = Path.Combine(directory.Path, "a", "b", "bloxos.db");
        await DatabaseMigrator.MigrateAsync(new(DatabaseProvider.Sqlite, path), Cancellation);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_in_one_line_and_left_alone()
    {
        using var directory = new TempDirectory();
        var path = directory.File("notes.txt");
        await File.WriteAllTextAsync(path, new string('x', 5000), Cancellation);
        var failure = await FailAsync(path);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("not a SQLite database", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_directory_in_the_place_of_the_file_is_named()
    {
        using var directory = new TempDirectory();
        Assert.Contains("can't be opened", (await FailAsync(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_named()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("file"), "", Cancellation);
        Assert.Contains("can't be opened", (await FailAsync(Path.Combine(directory.File("file"), "bloxos.db"))).Message, StringComparison.Ordinal);
    }
}
