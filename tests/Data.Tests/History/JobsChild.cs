using System.Globalization;
using BloxOs.Data.Directory;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Data.Tests.History;

/// <summary>A process that makes coarser points and deletes what is too old, once, and prints a line before each transaction.</summary>
internal static class JobsChild
{
    public const string Argument = "--jobs-child";

    /// <summary>Its environment says which database.</summary>
    public const string Provider = "TEST_PROVIDER", Connection = "TEST_CONNECTION";

    public const string Writes = "writes";

    /// <summary>Starts it.</summary>
    public static Task<ChildProcess> StartAsync(DatabaseOptions options, DateTimeOffset now) => ChildProcess.StartDotnetAsync(
        typeof(JobsChild).Assembly.Location, [Argument, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string?> { [Provider] = options.Provider.ToString(), [Connection] = options.ConnectionString });

    /// <summary>Runs it.</summary>
    /// <param name="clock">What its clock shows, Unix milliseconds.</param>
    public static async Task<int> RunAsync(string clock)
    {
        var time = new ShiftedTime(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(clock, CultureInfo.InvariantCulture)));
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddSingleton<ISampleFormat, PlainFormat>()
            .AddBloxOsData(new DatabaseOptions(Enum.Parse<DatabaseProvider>(Environment.GetEnvironmentVariable(Provider)!), Environment.GetEnvironmentVariable(Connection)!)).BuildServiceProvider();
        var ledger = services.GetRequiredService<IJobLedger>();
        var store = new TellingStore(services.GetRequiredService<IHistoryStore>());
        await RunAsync(IHistoryRollup.Job, lease => new HistoryRollup(store, services.GetRequiredService<IDirectory>(), new(), time).RollUpAsync(lease, CancellationToken.None));
        await RunAsync(IHistoryRetention.Job, lease => new HistoryRetention(store, new(), time).TrimAsync(lease, CancellationToken.None));
        return 0;

        async Task RunAsync(string job, Func<JobLease, Task> run)
        {
            var lease = (await ledger.TryStartAsync(job, "child", null, CancellationToken.None))!;
            await run(lease);
            await ledger.EndAsync(lease, new(0, ""), null);
        }
    }
}
