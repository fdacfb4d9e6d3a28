using BloxOs.Web.Display;
using BloxOs.Web.Tests.Display;
using Microsoft.AspNetCore.SignalR.Client;

namespace BloxOs.Web.Tests.Live;

/// <summary>A search takes its time: between its answer and the word of the tab that it shows another list, rigs come into it and leave it.</summary>
public sealed class LateListTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_changed_since_a_list_was_asked_for_is_told_when_the_tab_says_that_it_shows_it()
    {
        await using var host = await LiveHost.StartAsync();
        string comes = await host.AddRigAsync("oak-1"), leaves = await host.AddRigAsync("oak-2");
        await host.ReportAsync(comes, RigViews.Gpu(0, 50));
        await host.ReportAsync(leaves, RigViews.Gpu(0, 75));
        var (hub, batches) = host.Connect();
        await using var _ = hub;
        await hub.StartAsync(Cancellation);
        await hub.InvokeAsync("Show", new { view = "rows", filter = "all", search = "", rigs = Array.Empty<string>(), until = (string?)null, list = 1 }, Cancellation);
        await hub.InvokeAsync("WatchFarm", host.FarmId, Cancellation);
        await hub.InvokeAsync("CatchUp", host.Time.GetUtcNow().ToUnixTimeMilliseconds(), Cancellation);
        long asked = (await LiveHubTests.UntilAsync(batches, static b => b.Items.Any(static i => i.Id == DomId.Count("hot") && i.Html.Contains(">1<", StringComparison.Ordinal)))).At;

        // The answer has been made, and is on its way. The tab hears of counts only: it shows neither of the two.
        await host.ReportAsync(comes, RigViews.Gpu(0, 75));
        await LiveHubTests.UntilAsync(batches, static b => b.Items.Any(static i => i.Id == DomId.Count("hot") && i.Html.Contains(">2<", StringComparison.Ordinal)));
        await host.ReportAsync(leaves, RigViews.Gpu(0, 50));
        await LiveHubTests.UntilAsync(batches, static b => b.Items.Any(static i => i.Id == DomId.Count("hot") && i.Html.Contains(">1<", StringComparison.Ordinal)));

        await hub.InvokeAsync("Show", new { view = "rows", filter = "hot", search = "", rigs = Array.Empty<string>(), until = "", list = 2, since = asked }, Cancellation);
        var told = await LiveHubTests.UntilAsync(batches, b => b.List == 2 && b.Items.Any(i => i.Id == DomId.Rig(comes)));
        Assert.Contains(told.Items, i => i.Id == DomId.Rig(comes) && i.Html.Contains("gpu hot", StringComparison.Ordinal));
        Assert.Contains(told.Items, i => i.Id == DomId.Rig(leaves) && i.Html.Length == 0);
    }
}
