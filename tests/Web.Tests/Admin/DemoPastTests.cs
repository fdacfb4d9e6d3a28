using BloxOs.Data.History;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.RigSim.Fleet;
using BloxOs.RigSim.Models;
using BloxOs.Web.Demo;
using BloxOs.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Admin;

public sealed class DemoPastTests
{
    [Fact]
    public async Task A_demo_rig_has_a_past_by_bus_id_that_is_made_once()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var added = await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak-01");
        var rigs = new[] { new SimulatedRig(added.Token, DemoFleet.Create(1)[0]) };
        var now = host.Time.GetUtcNow();
        var past = ActivatorUtilities.CreateInstance<DemoPast>(host.Services, host.Time);
        Assert.Equal(1, await past.FillAsync(rigs, TestContext.Current.CancellationToken));
        Assert.Equal(0, await past.FillAsync(rigs, TestContext.Current.CancellationToken));
        var answer = await host.Services.GetRequiredService<IHistoryReader>().ReadAsync(
            new(RigToken.Parse(added.Token)!.RigId, now - DemoPast.Length, now, 5_000, [HistoryMetric.CoreCelsius, HistoryMetric.Hashrate, HistoryMetric.Accepted]), TestContext.Current.CancellationToken);
        Assert.InRange(answer.Times.Length, (36 * 60) - 3, 36 * 60);   // the clock went on before it was filled
        Assert.Equal(8, answer.Series.Count(s => s.Label.Metric == HistoryMetric.CoreCelsius));
        Assert.Contains(answer.Series, s => s.Label == new SeriesLabel(HistoryMetric.CoreCelsius, "0000:01:00.0"));
        Assert.Contains(answer.Series, s => s.Label == new SeriesLabel(HistoryMetric.Hashrate, Algorithm: "kawpow"));
        Assert.DoesNotContain(answer.Series, s => s.Label.Metric == HistoryMetric.Accepted);
    }
}
