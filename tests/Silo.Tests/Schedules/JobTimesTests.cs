using BloxOs.Data;
using BloxOs.Data.History;
using BloxOs.Silo.Schedules;
using BloxOs.TestServers;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Silo.Tests.Schedules;

public sealed class JobTimesTests
{
    [Fact]
    public async Task Each_job_has_a_time_before_its_first_run_in_the_order_in_which_they_follow_one_another()
    {
        using var directory = new TempDirectory();
        var now = TimeProvider.System.GetUtcNow();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddBloxOsData(new DatabaseOptions(DatabaseProvider.Sqlite, directory.File("test.db"))).AddBloxOsSchedules(new HistoryOptions()).BuildServiceProvider();
        var next = await services.GetRequiredService<IJobTimes>().NextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["history-pack", "history-rollup", "history-retention", "timeline-trim", "request-keys"], next.OrderBy(static one => one.Value).Select(static one => one.Key));
        Assert.All(next.Values, at => Assert.True(at > now));
    }
}
