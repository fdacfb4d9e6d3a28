using System.Globalization;

namespace BloxOs.TestServers;

/// <summary>A PostgreSQL server of this test process alone, in a temp directory, on a free loopback port.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Administrator = "postgres";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private const int FastShutdown = 2, ImmediateShutdown = 3;

    private readonly TempDirectory directory;
    private readonly string? user;
    private readonly bool fsync;
    private ChildProcess? process;
    private int databases;

    private PostgresServer(TempDirectory directory, string? user, bool fsync, int port)
    {
        (this.directory, this.user, this.fsync, Port) = (directory, user, fsync, port);
    }

    public int Port { get; }

    /// <summary>Password of the user postgres; TCP connections must give it.</summary>
    public string Password { get; } = "test-" + Guid.NewGuid().ToString("N");

    /// <summary>The last output of the server.</summary>
    public string Output => process?.Output ?? "";

    /// <summary>Creates a cluster and starts the server.</summary>
    /// <param name="fsync">False: quicker, and a power cut would break it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FileNotFoundException">PostgreSQL is not installed; the message names the Debian package.</exception>
    public static async Task<PostgresServer> StartAsync(bool fsync = false, CancellationToken cancellation = default)
    {
        // The server refuses to run as root.
        var user = Environment.IsPrivilegedProcess ? Administrator : null;
        var server = new PostgresServer(new TempDirectory("bloxos-postgres-"), user, fsync, FreePort.Next());
        try
        {
            await server.CreateClusterAsync(cancellation);
            await server.StartAgainAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Npgsql connection string of a database.</summary>
    public string ConnectionString(string database = Administrator)
        => $"Host=127.0.0.1;Port={Port};Username={Administrator};Password={Password};Database={database};Include Error Detail=true";

    /// <summary>Creates an empty database; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellation = default)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref databases)}");
        await RunSqlAsync($"CREATE DATABASE {name}", cancellation);
        return ConnectionString(name);
    }

    /// <summary>Runs one statement as administrator in the database postgres.</summary>
    public Task RunSqlAsync(string sql, CancellationToken cancellation = default)
        => RunAsync("psql",
            ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", PortText, "-U", Administrator, "-d", Administrator, "-c", sql],
            cancellation,
            new Dictionary<string, string?> { ["PGPASSWORD"] = Password });

    /// <summary>Stops the server at once: connections break, committed data stays.</summary>
    public Task StopAsync() => EndAsync(FastShutdown);

    /// <summary>The server ends as in a crash: nothing that it still holds in memory is written. What a commit did not wait for is lost.</summary>
    public Task CrashAsync() => EndAsync(ImmediateShutdown);

    private async Task EndAsync(int signal)
    {
        if (process is { HasExited: false } running)
        {
            running.Signal(signal);
            using var limit = new CancellationTokenSource(StopTimeout);
            await running.WaitForExitAsync(limit.Token);
        }
    }

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation = default)
    {
        if (process is not null)
            await process.DisposeAsync();
        process = await ChildProcess.StartAsync(ServerBinary.Postgres("postgres"),
        [
            "-D", Data, "-p", PortText, "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={directory.Path}",
            "-c", $"fsync={(fsync ? "on" : "off")}", "-c", $"full_page_writes={(fsync ? "on" : "off")}",
            "-c", "max_connections=200", "-c", "shared_buffers=64MB",
        ], user);
        await Eventually.Async(AcceptsAsync, StartTimeout, "PostgreSQL", cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (OperationCanceledException)
        {
            // It is killed below.
        }
        if (process is not null)
            await process.DisposeAsync();
        directory.Dispose();
    }

    private string Data => directory.File("data");

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private async Task CreateClusterAsync(CancellationToken cancellation)
    {
        var passwordFile = directory.File("password");
        await File.WriteAllTextAsync(passwordFile, Password, cancellation);
        if (user is not null)
            await RunAsync(ServerBinary.OnPath("chown", "coreutils"), ["-R", user, directory.Path], cancellation, asRoot: true);
        await RunAsync(ServerBinary.Postgres("initdb"),
        [
            "-D", Data, "-U", Administrator, "--auth=scram-sha-256", $"--pwfile={passwordFile}",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ], cancellation);
    }

    private async Task<bool> AcceptsAsync()
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"PostgreSQL ended with status {process.ExitCode}. Its output:\n{Output}");
        try
        {
            await RunAsync("pg_isready", ["-q", "-h", "127.0.0.1", "-p", PortText], CancellationToken.None);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task RunAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellation,
        IReadOnlyDictionary<string, string?>? environment = null,
        bool asRoot = false)
    {
        var path = Path.IsPathRooted(program) ? program : ServerBinary.Postgres(program);
        await using var tool = await ChildProcess.StartAsync(path, arguments, asRoot ? null : user, environment);
        await tool.WaitForExitAsync(cancellation);
        if (tool.ExitCode != 0)
            throw new InvalidOperationException($"{Path.GetFileName(path)} ended with status {tool.ExitCode}. Its output:\n{tool.Output}");
    }
}
