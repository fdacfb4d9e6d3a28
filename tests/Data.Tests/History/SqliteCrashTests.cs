using BloxOs.Data.Jobs;
using BloxOs.TestServers;

namespace BloxOs.Data.Tests.History;

public sealed class SqliteCrashTests : CrashConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());

    [Fact]
    public async Task A_process_killed_while_it_makes_points_and_deletes_leaves_what_the_next_one_brings_to_the_same_end()
    {
        await using var calm = await OpenHistoryAsync();
        await PrepareAsync(calm);
        var options = NewSqlite();
        await using (var stores = await Stores.OpenAsync(options, Clock)) { await PrepareAsync(stores); }
        // Half an hour past: what the kills take does not bring another hour near the end of its samples.
        SetClock(((Hours + 40) * 3_600) + 1_800);
        await calm.RollUpAsync();
        await calm.TrimAsync();
        int kills = 0;
        for (int write = 1; write <= 7; write += 2)
        {
            kills += await KillAtAsync(options, write) ? 1 : 0;
            Clock.Advance(IJobLedger.LeaseTime);
        }
        Assert.InRange(kills, 1, 4);
        await using var hit = await Stores.OpenAsync(options, Clock);
        await hit.RollUpAsync();
        await hit.TrimAsync();
        await SameAsync(calm, hit);
    }

    /// <summary>Kills the process the moment it says that it begins its nth transaction; one that is through before has nothing to be killed at.</summary>
    async Task<bool> KillAtAsync(DatabaseOptions options, int write)
    {
        int writes = 0;
        await using var child = await JobsChild.StartAsync(options, Clock.GetUtcNow());
        child.LineWritten += line => { if (line == JobsChild.Writes && Interlocked.Increment(ref writes) == write) { child.Kill(); } };
        await Eventually.Async(() => child.HasExited, TimeSpan.FromSeconds(90), "the end of the process", Cancellation);
        await child.WaitForExitAsync(Cancellation);
        Assert.True(child.ExitCode is 0 or 128 + 9, child.Output);
        return child.ExitCode != 0;
    }
}
