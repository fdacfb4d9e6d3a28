using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Migrations;
using BloxOs.Data.State;
using BloxOs.Data.Telemetry;
using BloxOs.Data.Tests.History;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Data.Tests;

/// <summary>The stores of one migrated database, registered as a host registers them.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Stores(ServiceProvider services) => this.services = services;

    public ITelemetryStore Telemetry => services.GetRequiredService<ITelemetryStore>();

    public IDirectory Directory => services.GetRequiredService<IDirectory>();

    public IStateStore States => services.GetRequiredService<IStateStore>();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public static async Task<Stores> OpenAsync(DatabaseOptions options, TimeProvider? time = null)
    {
        await DatabaseMigrator.MigrateAsync(options, TestContext.Current.CancellationToken);
        var services = new ServiceCollection().AddSingleton<ISampleFormat, PlainFormat>();
        if (time is not null)
            services.AddSingleton(time);
        return new Stores(services.AddBloxOsData(options).BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
