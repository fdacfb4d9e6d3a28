using BloxOs.Data.Migrations;
using BloxOs.TestServers;
using Npgsql;

namespace BloxOs.Data.Tests.Migrations;

public sealed class PostgreSqlMigrationTests(PostgresFixture postgres) : MigrationConformance
{
    private const string Secret = "s3cret-Pa55";

    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();

    private static async Task<string> FailAsync(string connectionString)
    {
        var failure = await Assert.ThrowsAsync<DatabaseStartupException>(
            () => DatabaseMigrator.MigrateAsync(new(DatabaseProvider.PostgreSql, connectionString), Cancellation));
        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        return failure.Message;
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        var port = FreePort.Next();
        Assert.Contains($"127.0.0.1:{port}, database bloxos, user me can't be reached",
            await FailAsync($"Host=127.0.0.1;Port={port};Database=bloxos;Username=me;Password={Secret}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        var options = await NewDatabaseAsync();
        var parts = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Password = Secret };
        Assert.Contains("check user, password", await FailAsync(parts.ConnectionString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_told()
    {
        var server = await postgres.ServerAsync();
        Assert.Contains("has no such database", await FailAsync(server.ConnectionString("nowhere")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_server_is_told()
    {
        var options = await NewDatabaseAsync();
        Assert.Contains("is read-only", await FailAsync(options.ConnectionString + ";Options=-c default_transaction_read_only=on"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_is_told()
    {
        var options = await NewDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(options.ConnectionString))
        await using (var command = database.CreateCommand($"REVOKE CREATE ON SCHEMA public FROM public; CREATE ROLE guest{Environment.ProcessId} LOGIN PASSWORD '{Secret}'"))
            await command.ExecuteNonQueryAsync(Cancellation);
        var parts = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Username = $"guest{Environment.ProcessId}", Password = Secret };
        Assert.Contains("let the user create tables", await FailAsync(parts.ConnectionString), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=")]
    [InlineData("")]
    [InlineData("Host=a;Password=" + Secret + ";Porrt=5")]
    [InlineData("Host=a;Password=" + Secret + ";Port=x")]
    public async Task A_malformed_connection_string_is_told(string connectionString)
        => Assert.Contains("Host=...", await FailAsync(connectionString), StringComparison.Ordinal);

    [Theory]
    [InlineData("13.9", false)]
    [InlineData("14.0", true)]
    [InlineData("18.1", true)]
    public void A_server_that_is_too_old_is_told(string version, bool usable)
        => Assert.Equal(usable, PostgreSqlMigrator.TooOld(Version.Parse(version)) is null);

    [Fact]
    public async Task Named_parameters_still_work_in_this_process_after_migrating()
    {
        // DbUp sets a process-wide switch of Npgsql; the provider of Orleans names its parameters.
        var options = await NewDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        await using var database = NpgsqlDataSource.Create(options.ConnectionString);
        await using var command = database.CreateCommand("SELECT @word");
        command.Parameters.AddWithValue("word", "hello");
        Assert.Equal("hello", await command.ExecuteScalarAsync(Cancellation));
    }
}
