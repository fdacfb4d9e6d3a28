using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Jobs;
using BloxOs.Data.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Data.Tests.History;

/// <summary>A process that appends and packs without end, and prints which sample it was told is stored and how often it packed.</summary>
internal static class PackingChild
{
    public const string Argument = "--packing-child";

    /// <summary>Its environment says which database.</summary>
    public const string Provider = "TEST_PROVIDER", Connection = "TEST_CONNECTION";

    public const string Rig = "rig", Packed = "packed";

    public static async Task<int> RunAsync()
    {
        var options = new DatabaseOptions(Enum.Parse<DatabaseProvider>(Environment.GetEnvironmentVariable(Provider)!), Environment.GetEnvironmentVariable(Connection)!) { TelemetryBatching = DatabaseTest.Quick };
        await using var services = new ServiceCollection().AddSingleton<ISampleFormat, PlainFormat>().AddBloxOsData(options).BuildServiceProvider();
        await Task.WhenAll(AppendAsync(services.GetRequiredService<ITelemetryStore>()), PackAsync(services));
        return 0;
    }

    static async Task AppendAsync(ITelemetryStore telemetry)
    {
        for (long i = await telemetry.HighestSequenceAsync(Rig, CancellationToken.None) + 1; ; i++)
        {
            var at = TimeProvider.System.GetUtcNow();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(rig => telemetry.AppendAsync(
                new(rig == 0 ? Rig : $"other{rig}", i, at, PlainFormat.Of(string.Create(CultureInfo.InvariantCulture, $"UptimeSeconds={i}; CoreCelsius/0={i % 50}"))))));
            Console.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The lease of a run that was killed is not waited for: each start is a job of its own.</summary>
    static async Task PackAsync(IServiceProvider services)
    {
        string job = "pack-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        while (true)
        {
            var lease = (await services.GetRequiredService<IJobLedger>().TryStartAsync(job, "child", null, CancellationToken.None))!;
            await services.GetRequiredService<IHistoryPacker>().PackAsync(lease, CancellationToken.None);
            await services.GetRequiredService<IJobLedger>().EndAsync(lease, new(0, ""), null);
            Console.WriteLine(Packed);
        }
    }
}
