using System.Globalization;
using BloxOs.Data.Migrations;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests.Sqlite;

public sealed class DurabilityTests : DatabaseTest
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_of_the_process()
    {
        var options = NewSqlite();
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        long acknowledged = 0;
        await using (var child = await ChildProcess.StartDotnetAsync(typeof(DurabilityTests).Assembly.Location, [DurableChild.Argument, options.ConnectionString]))
        {
            child.LineWritten += line =>
            {
                if (long.TryParse(line, CultureInfo.InvariantCulture, out var number))
                    Volatile.Write(ref acknowledged, number);
            };
            await Eventually.Async(() => Volatile.Read(ref acknowledged) >= 20 || child.HasExited, what: "20 acknowledged samples", cancellation: Cancellation);
            Assert.False(child.HasExited, child.Output);
            child.Kill();
            await child.WaitForExitAsync(Cancellation);
            Assert.Equal(128 + 9, child.ExitCode);
        }

        await using var stores = await Stores.OpenAsync(options);
        Assert.InRange(await stores.Telemetry.HighestSequenceAsync("rig", Cancellation), acknowledged, acknowledged + 2);
        Assert.Equal(
            Enumerable.Range(1, (int)acknowledged).Select(i => (long)i),
            (await stores.Telemetry.ReadAsync("rig", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, (int)acknowledged, Cancellation)).Select(s => s.Sequence));
        Assert.InRange(BitConverter.ToInt64((await stores.States.ReadAsync("state", Cancellation))!.Value.Data!), acknowledged, acknowledged + 2);
    }
}
