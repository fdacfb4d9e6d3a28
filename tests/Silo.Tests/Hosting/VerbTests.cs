using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Hosting;

/// <summary>The verbs of the server's executable, as a person at a console uses them.</summary>
public sealed class VerbTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly TempDirectory _directory = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_is_made_while_the_server_runs_and_put_back_when_it_does_not()
    {
        string backup = _directory.File("backup");
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using (var server = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), Environment, "--urls", url.ToString()))
        {
            await server.WaitUntilHealthyAsync(new(url, "/healthz/ready"), Patience, Cancellation);
            await RunAsync(0, "is made", "backup", backup);
            await RunAsync(3, "there already", "backup", backup);
            await RunAsync(3, "The server runs", "restore", backup);
            await RunAsync(0, "The audit log holds: 1 lines", "verify-audit");
            server.Terminate();
            await server.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        }
        await RunAsync(0, "The database is as it was at", "restore", backup);
        await RunAsync(0, "The audit log holds: 2 lines", "verify-audit");

        await File.WriteAllBytesAsync(backup, (await File.ReadAllBytesAsync(backup, Cancellation))[..^1], Cancellation);
        await RunAsync(3, "cut off or was changed", "restore", backup);
        await RunAsync(2, "backup FILE", "backup");
        await RunAsync(2, "is not understood", "restore", backup, "--force");
    }

    [Fact]
    [Trait("check", "44")]
    public async Task A_log_that_somebody_changed_ends_verify_audit_with_1()
    {
        string database = Path.Combine(_directory.Path, "bloxos.db");
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using (var server = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), Environment, "--urls", url.ToString()))
        {
            await server.WaitUntilHealthyAsync(new(url, "/healthz/ready"), Patience, Cancellation);
            await RunAsync(0, "is made", "backup", _directory.File("one"));
            await RunAsync(0, "is made", "backup", _directory.File("two"));
            server.Terminate();
            await server.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        }
        await RunAsync(0, "The audit log holds: 2 lines, 2 anchors", "verify-audit");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=False"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM audit WHERE sequence = 2; DELETE FROM audit_anchor; UPDATE audit_head SET sequence = 1, hash = (SELECT hash FROM audit)";
            await command.ExecuteNonQueryAsync(Cancellation);
        }
        string said = await RunAsync(1, "the end of the log was cut off", "verify-audit");
        Assert.Contains("taken out of the database", said, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("check", "33")]
    public async Task A_server_whose_key_file_is_gone_does_not_start_and_says_what_to_do()
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using (var server = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), Environment, "--urls", url.ToString()))
        {
            await server.WaitUntilHealthyAsync(new(url, "/healthz/ready"), Patience, Cancellation);
            await Eventually.Async(() => Directory.GetFiles(Path.Combine(_directory.Path, "keys"), "key-*.xml").Length > 0, what: "the first key", cancellation: Cancellation);
            server.Terminate();
            await server.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        }
        File.Delete(Path.Combine(_directory.Path, "keys", "master.key"));
        string said = await RunAsync(2, "is missing", "--urls", url.ToString());
        Assert.Contains("Put back the copy that you kept", said, StringComparison.Ordinal);
    }

    Dictionary<string, string?> Environment => new()
    {
        ["STATE_DIRECTORY"] = _directory.Path,
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = null,
    };

    async Task<string> RunAsync(int code, string line, params string[] arguments)
    {
        await using var process = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), Environment, arguments);
        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.True(process.ExitCode == code, $"status {process.ExitCode}: {process.Output}");
        Assert.Contains(line, process.Output, StringComparison.Ordinal);
        return process.Output;
    }
}
