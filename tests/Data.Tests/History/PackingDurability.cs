using System.Globalization;
using BloxOs.Data.History;
using BloxOs.Data.Migrations;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests.History;

/// <summary>A process that appends and packs is killed, on every database.</summary>
public abstract class PackingDurability : DatabaseTest
{
    /// <summary>Times that it is killed; after the second one the next process packs what is left.</summary>
    const int Kills = 3;

    [Fact]
    public async Task Killing_a_process_that_packs_loses_and_doubles_nothing_that_was_acknowledged()
    {
        var options = await NewDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(options, Cancellation);
        for (int kill = 0; kill < Kills; kill++)
        {
            long acknowledged = await RunAndKillAsync(options);
            await using var stores = await Stores.OpenAsync(options);
            long[] kept = await KeptAsync(stores);
            Assert.InRange(kept.Length, acknowledged, acknowledged + 1);
            Assert.Equal(Enumerable.Range(1, kept.Length).Select(i => (long)i), kept);
            if (kill % 2 == 0) { continue; }
            await stores.PackAsync();
            Assert.Equal(kept, await KeptAsync(stores));
        }
    }

    static async Task<long[]> KeptAsync(Stores stores)
    {
        var now = TimeProvider.System.GetUtcNow();
        var answer = await stores.Get<IHistoryReader>().ReadAsync(new(PackingChild.Rig, now.AddHours(-1), now.AddMinutes(1), HistoryQuery.MostPoints, [HistoryMetric.UptimeSeconds]), Cancellation);
        return [.. answer.Series.Single().Average.Select(value => (long)value)];
    }

    static async Task<long> RunAndKillAsync(DatabaseOptions options)
    {
        long acknowledged = 0;
        int packed = 0;
        await using var child = await ChildProcess.StartDotnetAsync(typeof(PackingDurability).Assembly.Location, [PackingChild.Argument],
            new Dictionary<string, string?> { [PackingChild.Provider] = options.Provider.ToString(), [PackingChild.Connection] = options.ConnectionString });
        child.LineWritten += line =>
        {
            if (line == PackingChild.Packed) { Interlocked.Increment(ref packed); }
            else if (long.TryParse(line, CultureInfo.InvariantCulture, out long number)) { Volatile.Write(ref acknowledged, number); }
        };
        long enough = 0;
        await Eventually.Async(
            () =>
            {
                if (enough == 0 && Volatile.Read(ref acknowledged) is > 0 and var first) { enough = first + 20; }
                return (enough > 0 && Volatile.Read(ref acknowledged) >= enough && Volatile.Read(ref packed) >= 5) || child.HasExited;
            },
            TimeSpan.FromSeconds(60), "samples and packings", Cancellation);
        Assert.False(child.HasExited, child.Output);
        child.Kill();
        await child.WaitForExitAsync(Cancellation);
        Assert.Equal(128 + 9, child.ExitCode);
        return Volatile.Read(ref acknowledged);
    }
}
