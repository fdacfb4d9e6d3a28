using BloxOs.Data.History;
using BloxOs.Data.Telemetry;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests;

/// <summary>A test that runs on every database.</summary>
public abstract class DatabaseTest : IDisposable
{
    private readonly TempDirectory directory = new();
    private int databases;

    internal static TelemetryBatching Quick => new() { Gather = TimeSpan.FromMilliseconds(5) };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty database of this test alone; nothing is migrated.</summary>
    protected abstract Task<DatabaseOptions> NewDatabaseAsync();

    internal async Task<Stores> OpenAsync(TelemetryBatching? batching = null, TimeProvider? time = null, HistoryOptions? history = null)
        => await Stores.OpenAsync(await NewDatabaseAsync() with { TelemetryBatching = batching ?? Quick }, time, history);

    protected DatabaseOptions NewSqlite() => new(DatabaseProvider.Sqlite, directory.File(databases++ == 0 ? "bloxos.db" : $"bloxos-{databases}.db"));

    public void Dispose()
    {
        directory.Dispose();
        GC.SuppressFinalize(this);
    }
}
