using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Data.Migrations;
using BloxOs.Data.Sqlite;
using BloxOs.Data.Telemetry;
using BloxOs.Grains.Rigs;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Bench.History;

/// <summary>A database as the server has it, and its jobs run by hand.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    readonly ServiceProvider _services;

    BenchStore(ServiceProvider services) => _services = services;

    public ITelemetryStore Telemetry => Get<ITelemetryStore>();

    public IHistoryReader Reader => Get<IHistoryReader>();

    public static async Task<BenchStore> OpenAsync(DatabaseOptions options, TimeProvider time)
    {
        await DatabaseMigrator.MigrateAsync(options);
        return new(new ServiceCollection().AddSingleton(time).AddSingleton<ISampleFormat, SampleFormat>().AddBloxOsData(options).BuildServiceProvider());
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<PackResult> PackAsync() => RunAsync(IHistoryPacker.Job, lease => Get<IHistoryPacker>().PackAsync(lease, CancellationToken.None));

    public Task<(long RigHours, long FarmHours)> RollUpAsync() => RunAsync(IHistoryRollup.Job, lease => Get<IHistoryRollup>().RollUpAsync(lease, CancellationToken.None));

    public async Task<T> RunAsync<T>(string job, Func<JobLease, Task<T>> run)
    {
        var lease = await Get<IJobLedger>().TryStartAsync(job, "bench", null, CancellationToken.None) ?? throw new InvalidOperationException($"{job} runs already.");
        var result = await run(lease);
        await Get<IJobLedger>().EndAsync(lease, new(0, ""), null);
        return result;
    }

    /// <summary>Appends everything and waits until it is on disk.</summary>
    public async Task AppendAsync(IEnumerable<TelemetrySample> samples)
    {
        foreach (var some in samples.Chunk(20_000)) { await Task.WhenAll(some.Select(Telemetry.AppendAsync)); }
    }

    /// <summary>Bytes of the file that hold something, all tables and indexes.</summary>
    public Task<long> UsedBytesAsync() => Get<SqliteDatabase>().Readers.RunAsync(0, static (session, _) =>
        ((long)session.Scalar(s_pages)! - (long)session.Scalar(s_free)!) * (long)session.Scalar(s_size)!, CancellationToken.None);

    static readonly SqliteStatement s_pages = new("PRAGMA page_count", 0);
    static readonly SqliteStatement s_free = new("PRAGMA freelist_count", 0);
    static readonly SqliteStatement s_size = new("PRAGMA page_size", 0);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
