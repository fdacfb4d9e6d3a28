using BloxOs.Data;
using BloxOs.Data.Migrations;
using BloxOs.Silo.Storage;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Providers;
using Orleans.Storage;

namespace BloxOs.Silo.Tests.Storage;

/// <summary>A silo with the storage of one database, wired as the host wires it.</summary>
public abstract class StorageSilo : IAsyncLifetime
{
    private IHost? host;

    /// <summary>The default grain storage.</summary>
    public IGrainStorage Storage => host!.Services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    public async ValueTask InitializeAsync()
    {
        var options = await CreateDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(options);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddBloxOsData(options);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort.Next(), FreePort.Next(), serviceId: "bloxos", clusterId: "storage-tests")
            .AddBloxOsStorage(options));
        host = builder.Build();
        await host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }
        await DeleteDatabaseAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<DatabaseOptions> CreateDatabaseAsync();

    protected abstract ValueTask DeleteDatabaseAsync();
}

/// <summary>The embedded database.</summary>
public sealed class SqliteStorageSilo : StorageSilo
{
    private readonly TempDirectory directory = new();

    protected override Task<DatabaseOptions> CreateDatabaseAsync()
        => Task.FromResult(new DatabaseOptions(DatabaseProvider.Sqlite, directory.File("bloxos.db")));

    protected override ValueTask DeleteDatabaseAsync()
    {
        directory.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>PostgreSQL, through the provider of Orleans and our statements.</summary>
public sealed class PostgreSqlStorageSilo : StorageSilo
{
    private PostgresServer? server;

    protected override async Task<DatabaseOptions> CreateDatabaseAsync()
    {
        server = await PostgresServer.StartAsync();
        return new DatabaseOptions(DatabaseProvider.PostgreSql, await server.CreateDatabaseAsync());
    }

    protected override ValueTask DeleteDatabaseAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
