using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Operations;
using BloxOs.Silo.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BloxOs.Silo.Hosting;

/// <summary>The start of a server process, from its settings to the moment at which it serves.</summary>
public sealed class ServerStart : IDisposable
{
    /// <summary>Most that a request body may have, bytes.</summary>
    public const long MaxBodyBytes = 256 * 1024;

    const int DefaultPort = 7700;
    const int Backlog = 4096;

    readonly StartupProgress _progress;
    readonly TextWriter _console;
    SingleInstance? _instance;

    internal ServerStart(ServerCommandLine commandLine, string role, TextWriter console)
    {
        (CommandLine, _console) = (commandLine, console);
        _progress = new(console, TimeProvider.System);
        Builder = CreateBuilder(commandLine, role);
        Settings = SettingsReader.Read(Builder.Configuration, DefaultDataDirectory(commandLine.Demo));
        if (Settings.Role == Role.All && !Builder.Configuration.GetSection("Logging:LogLevel:Orleans").Exists())
        {
            Builder.Logging.AddFilter("Orleans", LogLevel.Error);   // its warnings are about a cluster's health: nothing that a single process's owner could act on
        }
    }

    /// <summary>What stood on the command line.</summary>
    public ServerCommandLine CommandLine { get; }

    /// <summary>The settings, checked.</summary>
    public BloxOsSettings Settings { get; }

    /// <summary>The application that is being built.</summary>
    public WebApplicationBuilder Builder { get; }

    /// <summary>Says what the start is doing now.</summary>
    public void Step(string what) => _progress.Step(what);

    /// <summary>Tells the person who starts the server of something that works with less.</summary>
    public void Warn(string warning) => _console.WriteLine($"  Warning: {warning}");

    /// <summary>Makes the data directory this process's own and brings the database up to date.</summary>
    public async Task PrepareDataAsync()
    {
        foreach (string warning in Settings.Warnings) { await _console.WriteLineAsync($"  Warning: {warning}"); }
        CreateDirectory(Settings.DataDirectory);
        if (Settings.Role == Role.All)
        {
            _instance = SingleInstance.TryTake(Settings.DataDirectory) ?? throw new SettingsException([
                $"BloxOs:DataDirectory {Settings.DataDirectory} is in use by another BloxOs process. Stop that one, or choose another directory. "
                + "To run several processes set BloxOs:Role to Silo and Web, with BloxOs:Cluster:Redis and BloxOs:Database:Provider PostgreSql."]);
        }
        if (Settings.Database is not { } database) { return; }
        Step(database.Provider == DatabaseProvider.Sqlite ? "preparing the database file" : "preparing the database");
        await DatabaseMigrator.MigrateAsync(database);
    }

    /// <summary>Starts, tells where it listens, and serves until it is stopped.</summary>
    /// <param name="app">The application.</param>
    /// <param name="whenStarted">Runs once it serves; gets the first address.</param>
    public async Task RunAsync(WebApplication app, Func<string, Task> whenStarted)
    {
        Step("starting");
        try
        {
            await app.StartAsync();
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            await whenStarted(Reachable(addresses.FirstOrDefault() ?? ""));
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested) { }   // stopped while it started
        _progress.Done();
        await app.WaitForShutdownAsync();
    }

    public void Dispose()
    {
        _progress.Dispose();
        _instance?.Dispose();
    }

    static WebApplicationBuilder CreateBuilder(ServerCommandLine commandLine, string role)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = $"BloxOs.{role}" });
        builder.Configuration.AddInMemoryCollection(commandLine.Settings);
        if (builder.Configuration["urls"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            // The demo's password is on the screen: it listens to this machine only. Otherwise rigs have to reach it.
            builder.WebHost.UseUrls($"http://{(commandLine.Demo ? "localhost" : "*")}:{DefaultPort}");
        }
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(o => o.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);   // or each connection holds an Activity and a scope, a kilobyte of it
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);   // why a start failed is told once, by ServerProgram
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.Configure<SocketTransportOptions>(o => o.Backlog = Backlog);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return builder;
    }

    /// <summary>systemd's state directory, else the user's; the demo keeps its own.</summary>
    static string DefaultDataDirectory(bool demo)
    {
        string root = Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } state
            ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "bloxos");
        return demo ? root + "-demo" : root;
    }

    static void CreateDirectory(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) { Directory.CreateDirectory(path); }
            else { Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"BloxOs:DataDirectory {path} can't be made: {failure.Message} Choose a directory that this user may write to."]);
        }
    }

    static string Reachable(string address) => address
        .Replace("://[::]:", "://localhost:", StringComparison.Ordinal)
        .Replace("://0.0.0.0:", "://localhost:", StringComparison.Ordinal)
        .Replace("://127.0.0.1:", "://localhost:", StringComparison.Ordinal);
}
