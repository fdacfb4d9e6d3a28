using System.Globalization;
using BloxOs.Data.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Data.Tests.Sqlite;

/// <summary>A process that writes without end and prints what it was told is stored.</summary>
internal static class DurableChild
{
    public const string Argument = "--durable-child";

    public static async Task<int> RunAsync(string path)
    {
        var options = new DatabaseOptions(DatabaseProvider.Sqlite, path) { TelemetryBatching = DatabaseTest.Quick };
        await using var services = new ServiceCollection().AddBloxOsData(options).BuildServiceProvider();
        var telemetry = services.GetRequiredService<ITelemetryStore>();
        var states = services.GetRequiredService<Data.State.IStateStore>();
        long? version = null;
        for (long i = 1; ; i++)
        {
            await telemetry.AppendAsync(new TelemetrySample("rig", i, DateTimeOffset.UnixEpoch.AddSeconds(i), new byte[200]));
            version = await states.WriteAsync("state", version, BitConverter.GetBytes(i));
            Console.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
    }
}
