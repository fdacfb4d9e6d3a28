using BloxOs.Data.History;
using BloxOs.Data.Timeline;
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
    public async Task What_it_has_been_through_is_on_its_timeline_and_where_it_was_silent_there_is_no_sample()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var rigs = new List<SimulatedRig>();
        foreach (var model in DemoFleet.Create(1).Where(static one => one.Name is "fir-09" or "ash-04")) { rigs.Add(new((await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig(model.Name)).Token, model)); }
        var now = host.Time.GetUtcNow();
        await ActivatorUtilities.CreateInstance<DemoPast>(host.Services, host.Time).FillAsync(host.FarmId, rigs, TestContext.Current.CancellationToken);
        string Id(string name) => RigToken.Parse(rigs.Single(rig => rig.Model.Name == name).Token)!.RigId;
        var timeline = host.Services.GetRequiredService<ITimeline>();
        Task<IReadOnlyList<TimelineEntry>> FindAsync(string name, bool statuses) =>
            timeline.FindAsync(new(Id(name), host.FarmId, now.AddHours(-37), now.AddHours(1), 100) { Statuses = statuses }, TestContext.Current.CancellationToken);
        Assert.Equal(["mining", "online", "offline", "mining"], (await FindAsync("fir-09", statuses: true)).Select(static one => one.Event.Value));
        string?[] kernel = [.. (await FindAsync("ash-04", statuses: false)).Where(static one => one.Event is { Kind: "kernel", Severity: TimelineSeverity.Error }).Select(static one => one.Event.Text)];
        Assert.Equal(5, kernel.Length);
        var answer = await host.Services.GetRequiredService<IHistoryReader>().ReadAsync(new(Id("fir-09"), now - DemoPast.Length, now, 5_000, [HistoryMetric.Hashrate]), TestContext.Current.CancellationToken);
        Assert.Equal(68, answer.Times.Zip(answer.Times.Skip(1)).Max(static pair => TimeSpan.FromMilliseconds(pair.Second - pair.First).TotalMinutes), 2d);
    }

    [Fact]
    public async Task A_demo_rig_has_a_past_by_bus_id_that_is_made_once()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var added = await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak-01");
        var rigs = new[] { new SimulatedRig(added.Token, DemoFleet.Create(1)[0]) };
        var now = host.Time.GetUtcNow();
        var past = ActivatorUtilities.CreateInstance<DemoPast>(host.Services, host.Time);
        Assert.Equal(1, await past.FillAsync(host.FarmId, rigs, TestContext.Current.CancellationToken));
        Assert.Equal(0, await past.FillAsync(host.FarmId, rigs, TestContext.Current.CancellationToken));
        var answer = await host.Services.GetRequiredService<IHistoryReader>().ReadAsync(
            new(RigToken.Parse(added.Token)!.RigId, now - DemoPast.Length, now, 5_000, [HistoryMetric.CoreCelsius, HistoryMetric.Hashrate, HistoryMetric.Accepted]), TestContext.Current.CancellationToken);
        Assert.InRange(answer.Times.Length, (36 * 60) - 3, 36 * 60);   // the clock went on before it was filled
        Assert.Equal(8, answer.Series.Count(s => s.Label.Metric == HistoryMetric.CoreCelsius));
        Assert.Contains(answer.Series, s => s.Label == new SeriesLabel(HistoryMetric.CoreCelsius, "0000:01:00.0"));
        Assert.Contains(answer.Series, s => s.Label == new SeriesLabel(HistoryMetric.Hashrate, Algorithm: "kawpow"));
        double[] accepted = [.. answer.Series.Where(static s => s.Label.Metric == HistoryMetric.Accepted).SelectMany(static s => s.Average).Where(double.IsFinite)];
        Assert.InRange(accepted.Sum(), 20_000, 30_000);                                    // of eight cards, each one in 40 s
        Assert.All(accepted, static count => Assert.InRange(count, 0, 60));                // and never thousands at once

        // It shows at once: of the rig in the range that its page begins with, of the farm without waiting for the clock.
        using var admin = await SessionTests.SignedInAsync(host);
        Assert.Contains("data-query=\"range=24h\"", await admin.ReadAsync(await admin.GetAsync($"/rigs/{added.RigId}/charts")), StringComparison.Ordinal);
        string charts = await admin.ReadAsync(await admin.GetAsync($"/farms/{host.FarmId}/charts"));
        Assert.Contains("KawPow, MH/s", charts, StringComparison.Ordinal);
        Assert.Contains("id=\"charts-first\" hidden", charts, StringComparison.Ordinal);
        var other = await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak-02");   // one without a past
        Assert.Contains("data-query=\"range=1h\"", await admin.ReadAsync(await admin.GetAsync($"/rigs/{other.RigId}/charts")), StringComparison.Ordinal);
    }
}
