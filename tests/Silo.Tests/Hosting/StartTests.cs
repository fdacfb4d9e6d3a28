using System.Net;
using System.Net.Sockets;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Hosting;

/// <summary>What can be wrong at the start of a process: it ends with a status and says one clear line, no stack (bad-inputs 107, 108, 110).</summary>
public sealed class StartTests : IDisposable
{
    const int WrongSettings = 2, CannotStart = 3;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--BloxOs:Roel=All", "did you mean BloxOs:Role?")]
    [InlineData("--BloxOs:Gateway:StatsInterval=5", "a duration, 1s to 1h")]
    [InlineData("--BloxOs:Cluster:Redis=localhost", "set BloxOs:Role to Silo")]
    [InlineData("--dmeo", "--dmeo is not understood")]
    public async Task Wrong_settings_end_the_start(string argument, string line)
    {
        string said = await FailAsync("Web", WrongSettings, argument);
        Assert.Contains(line, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_needs_its_role() => Assert.Contains("BloxOs:Role is All", await FailAsync("Silo", WrongSettings), StringComparison.Ordinal);

    [Theory, Trait("bad-input", "107")]
    [InlineData("{ \"BloxOs\": { \"Role\": ", "appsettings.json")]
    [InlineData("{ \"BloxOs\": { \"Role\": \"All\", \"Role\": \"Web\" } }", "duplicate key 'BloxOs:Role'")]
    [InlineData("{ \"BloxOs\": { \"Role\": \"Boss\" } }", "must be All, Silo or Web")]
    [InlineData("\uFEFF{\r\n \"BloxOs\": { \"Role\": [\"All\"] } }", "BloxOs:Role:0 is not a setting")]
    public async Task A_broken_settings_file_is_named(string json, string line)
    {
        string program = CopyOf("Silo");
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(program)!, "appsettings.json"), json, TestContext.Current.CancellationToken);
        Assert.Contains(line, await FailDllAsync(program, WrongSettings), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, Trait("bad-input", "108")]
    [InlineData("http://127.0.0.1:70000")]
    [InlineData("http://192.0.2.1:7700")]
    [InlineData("nonsense")]
    public async Task An_address_that_can_not_be_listened_on_ends_the_start(string url)
    {
        string said = await FailAsync("Web", null, "--urls", url);
        Assert.DoesNotContain("Unhandled", said, StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "108")]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string said = await FailAsync("Web", CannotStart, "--urls", $"http://{taken.LocalEndpoint}");
        Assert.Contains(taken.LocalEndpoint.ToString()!, said, StringComparison.Ordinal);
        Assert.Contains("--urls", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_on_one_directory_are_one_too_many()
    {
        int port = FreePort.Next();
        await using var first = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), Environment, "--urls", $"http://127.0.0.1:{port}");
        await first.WaitUntilHealthyAsync(new($"http://127.0.0.1:{port}/healthz/ready"), Patience, TestContext.Current.CancellationToken);
        string said = await FailAsync("Web", WrongSettings, "--urls", "http://127.0.0.1:0");
        Assert.Contains(_directory.Path, said, StringComparison.Ordinal);
        Assert.Contains("in use by another BloxOs process", said, StringComparison.Ordinal);

        first.Kill();   // however it ends, the directory is free again
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var next = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), Environment, "--urls", $"http://127.0.0.1:{port}");
        await next.WaitUntilHealthyAsync(new($"http://127.0.0.1:{port}/healthz/ready"), Patience, TestContext.Current.CancellationToken);
        next.Terminate();
        await next.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(next.ExitCode == 0, $"status {next.ExitCode}: {next.Output}");
    }

    [Fact, Trait("bad-input", "110")]
    public async Task A_database_that_is_not_there_is_named_without_the_password()
    {
        int port = FreePort.Next();
        string said = await FailWithDatabaseAsync($"Host=127.0.0.1;Port={port};Username=bloxos;Password=sesame-open;Timeout=3");
        Assert.Contains($"PostgreSQL at 127.0.0.1:{port}", said, StringComparison.Ordinal);
        Assert.Contains("can't be reached", said, StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "110")]
    public async Task A_wrong_password_is_told_without_it()
    {
        await using var server = await PostgresServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        string said = await FailWithDatabaseAsync($"Host=127.0.0.1;Port={server.Port};Username=postgres;Password=sesame-open;Database=postgres");
        Assert.Contains("refused the sign-in", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_connection_string_is_not_repeated() =>
        Assert.Contains("malformed", await FailWithDatabaseAsync("Host=db;Password=sesame-open;Nonsense"), StringComparison.Ordinal);

    async Task<string> FailWithDatabaseAsync(string connectionString)
    {
        string said = await FailAsync("Silo", CannotStart, "--BloxOs:Role=Silo", "--BloxOs:Cluster:Redis=127.0.0.1:1", "--BloxOs:Database:Provider=PostgreSql",
            $"--BloxOs:Database:ConnectionString={connectionString}");
        Assert.DoesNotContain("sesame", said, StringComparison.Ordinal);
        return said;
    }

    Dictionary<string, string?> Environment => new()
    {
        ["STATE_DIRECTORY"] = _directory.Path,
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["ASPNETCORE_URLS"] = null,
    };

    Task<string> FailAsync(string project, int? code, params string[] arguments) => FailDllAsync(BuiltOutput.Of(project), code, arguments);

    /// <summary>Starts it, sees it end with that status (any but 0 when null), and returns the one line that it said.</summary>
    async Task<string> FailDllAsync(string dll, int? code, params string[] arguments)
    {
        await using var process = await ServerProcess.LaunchAsync(dll, Environment, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        string[] lines = [.. process.Output.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('…') && !OfSlowMachine(l))];   // how far it got
        Assert.True(code is null ? process.ExitCode is WrongSettings or CannotStart : process.ExitCode == code, $"status {process.ExitCode}: {process.Output}");
        Assert.DoesNotContain(lines, l => l.StartsWith("at ", StringComparison.Ordinal));
        return Assert.Single(lines);
    }

    /// <summary>Orleans and Kestrel warn of late timers and a short thread pool on a loaded machine.</summary>
    static bool OfSlowMachine(string line) =>
        line.StartsWith("warn: Orleans.", StringComparison.Ordinal) || line.StartsWith("warn: Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal);

    /// <summary>The program in a directory of its own, so that it can have other settings beside it.</summary>
    string CopyOf(string project)
    {
        string from = Path.GetDirectoryName(BuiltOutput.Of(project))!, to = _directory.File("program");
        Directory.CreateDirectory(to);
        foreach (string entry in Directory.GetFileSystemEntries(from))
        {
            string name = Path.GetFileName(entry), copy = Path.Combine(to, name);
            if (name.StartsWith($"BloxOs.{project}.", StringComparison.Ordinal)) { File.Copy(entry, copy); }
            else if (name != "appsettings.json") { File.CreateSymbolicLink(copy, entry); }
        }
        return Path.Combine(to, $"BloxOs.{project}.dll");
    }
}
