using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
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

    /// <summary>Packs what waits, as the job does.</summary>
    public Task<PackResult> PackAsync() => RunAsync(IHistoryPacker.Job, lease => Get<IHistoryPacker>().PackAsync(lease, TestContext.Current.CancellationToken));

    /// <summary>Makes the coarser resolutions, as the job does.</summary>
    public Task<(long RigHours, long FarmHours)> RollUpAsync()
        => RunAsync(IHistoryRollup.Job, lease => Get<IHistoryRollup>().RollUpAsync(lease, TestContext.Current.CancellationToken));

    /// <summary>Deletes what is too old, as the job does.</summary>
    public Task<(long Chunks, long Subjects)> TrimAsync()
        => RunAsync(IHistoryRetention.Job, lease => Get<IHistoryRetention>().TrimAsync(lease, TestContext.Current.CancellationToken));

    private async Task<T> RunAsync<T>(string job, Func<JobLease, Task<T>> run)
    {
        var ledger = Get<IJobLedger>();
        var lease = await ledger.TryStartAsync(job, "test", null, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"{job} runs already.");
        var result = await run(lease);
        await ledger.EndAsync(lease, new(0, ""), null);
        return result;
    }

    public static async Task<Stores> OpenAsync(DatabaseOptions options, TimeProvider? time = null, HistoryOptions? history = null)
    {
        await DatabaseMigrator.MigrateAsync(options, TestContext.Current.CancellationToken);
        var services = new ServiceCollection().AddSingleton<ISampleFormat, PlainFormat>();
        if (time is not null)
            services.AddSingleton(time);
        if (history is not null)
            services.AddSingleton(history);
        return new Stores(services.AddBloxOsData(options).BuildServiceProvider());
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
