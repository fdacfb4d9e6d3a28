using System.Net;
using System.Threading.Channels;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;
using BloxOs.Web.Display;
using BloxOs.Web.Live;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Display;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace BloxOs.Web.Tests.Live;

public sealed class LiveHubTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watched_farm_sends_the_row_that_the_page_shows_with_head_and_counts()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07");
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;

        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 82 });
        var batch = await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains("82", StringComparison.Ordinal)));

        string row = batch.Items.Single(i => i.Id == DomId.Rig(rig)).Html;
        Assert.Contains("gpu critical", row, StringComparison.Ordinal);
        Assert.Contains(batch.Items, i => i.Id == DomId.FarmHead && i.Html.Contains("Garage North", StringComparison.Ordinal));
        Assert.Contains(batch.Items, i => i.Id == DomId.Count("attention") && i.Html.Contains(">1<", StringComparison.Ordinal));
        string page = await host.ReadAsync($"/farms/{host.FarmId}");
        Assert.Contains(WithoutAges(row), WithoutAges(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_but_to_who_comes_later()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07");
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 82 });
        await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Count("attention") && i.Html.Contains(">1<", StringComparison.Ordinal)));
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 83 });
        var next = await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">83<", StringComparison.Ordinal)));
        Assert.DoesNotContain(next.Items, static i => i.Id == DomId.Count("attention"));

        var (late, lateBatches) = await host.WatchFarmAsync();
        await using var __ = late;
        await late.InvokeAsync("CatchUp", host.Time.GetUtcNow().ToUnixTimeMilliseconds(), Cancellation);   // its page was made just now
        await UntilAsync(lateBatches, b => b.Items.Any(i => i.Id == DomId.Count("attention") && i.Html.Contains(">1<", StringComparison.Ordinal)));
    }

    /// <summary>A loop that ends is worse than a server that is away: the page would say "Live" and stand still.</summary>
    [Fact]
    public async Task Whatever_breaks_the_loop_of_a_farm_its_open_pages_go_on()
    {
        var broken = new BrokenHub();
        await using var host = await LiveHost.StartAsync(broken.Hooks);
        string rig = await host.AddRigAsync("oak-07");
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;
        await Eventually.Async(() => broken.HasFailed, what: "the first sign of life, which fails", cancellation: Cancellation);
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 82 });
        await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">82<", StringComparison.Ordinal)));
    }

    /// <summary>Browsers are back within the second: let in again, they would see each rig go offline under "Live", and the stop would wait for them.</summary>
    [Fact]
    public async Task A_server_that_stops_lets_open_pages_go_and_none_in()
    {
        await using var host = await LiveHost.StartAsync();
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;
        var closed = new TaskCompletionSource();
        hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        await UntilAsync(batches, static b => true);
        host.Stopping();
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        foreach (bool negotiates in new[] { true, false })
        {
            var (late, _) = host.Connect(negotiates: negotiates);
            await using var __ = late;
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => late.StartAsync(Cancellation));
            Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Between the door, which it passed, and the hub: what was open has been closed by then, and nobody else would close it.</summary>
    [Fact]
    public async Task A_connection_that_slips_in_as_the_stop_begins_is_closed_by_the_hub()
    {
        var late = new LateCaller();
        var stop = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var hub = new LiveHub(new(), null!, stop, TimeProvider.System) { Context = late };
        await hub.OnConnectedAsync();
        Assert.False(late.IsAborted);
        stop.StopApplication();
        await hub.OnConnectedAsync();
        Assert.True(late.IsAborted);
    }

    /// <summary>The overview asks every few seconds: while the server stops it gets nothing to show, not every rig in trouble, and no error for the browser's console.</summary>
    [Fact]
    public async Task A_server_that_stops_tells_the_overview_nothing()
    {
        await using var host = await LiveHost.StartAsync();
        Assert.Contains("Garage North", await host.ReadAsync("/?handler=List"), StringComparison.Ordinal);
        host.Stopping();
        using var answer = await host.GetAsync("/?handler=List");
        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
    }

    /// <summary>A sign of life, and with it the farm's watch, goes by time that passes: else open pages would be old and silent for as long as the clock was set back.</summary>
    [Fact]
    public async Task A_clock_that_is_set_back_does_not_silence_open_pages()
    {
        await using var host = await LiveHost.StartAsync();
        await host.AddRigAsync("oak-07");
        var (hub, batches) = await host.WatchFarmAsync();
        await using var _ = hub;
        await UntilAsync(batches, static b => true);
        host.Time.Advance(-TimeSpan.FromHours(8));
        long set = host.Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        await UntilAsync(batches, b => b.At < set && b.Items.Count == 0);
    }

    [Fact]
    public async Task A_rig_page_gets_its_parts_and_a_new_rig_its_row()
    {
        var orders = new BeforeCall(nameof(IRigGrain), nameof(IRigGrain.GetOrders));
        await using var host = await LiveHost.StartAsync(orders.Hooks);
        string rig = await host.AddRigAsync("oak-07");
        var (rigHub, rigBatches) = host.Connect();
        var (farmHub, farmBatches) = host.Connect();
        await using var _ = rigHub;
        await using var __ = farmHub;
        await rigHub.StartAsync(Cancellation);
        await farmHub.StartAsync(Cancellation);
        await rigHub.InvokeAsync("WatchRig", rig, Cancellation);
        await farmHub.InvokeAsync("WatchFarm", host.FarmId, Cancellation);

        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 55 });
        var parts = await UntilAsync(rigBatches, b => b.Items.Any(i => i.Id == DomId.RigGpus && i.Html.Contains("55 °C", StringComparison.Ordinal)));
        Assert.Equal([DomId.RigHead, DomId.RigTrouble, DomId.RigFigures, DomId.RigGpus, DomId.RigCards, DomId.RigOrders, DomId.RigSystem, DomId.RigLogs, DomId.RigCommands], parts.Items.Select(i => i.Id));
        Assert.Equal(1, host.Feed.Farms);

        string added = await host.AddRigAsync("birch-01");
        await UntilAsync(farmBatches, b => b.Items.Any(i => i.Id == DomId.Rig(added) && i.Html.Contains("birch-01", StringComparison.Ordinal)));

        // A rig that does not answer holds up neither the list nor the page of another; its own page comes when it does.
        var (asked, answers) = (new TaskCompletionSource(), new TaskCompletionSource());
        await rigHub.InvokeAsync("WatchRig", added, Cancellation);
        orders.Key = added;
        orders.Once(() => { asked.TrySetResult(); return answers.Task; });
        await host.ReportAsync(added, new GpuReading { Index = 0, CoreCelsius = 41 });
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 56 });
        await UntilAsync(rigBatches, b => b.Items.Any(i => i.Id == DomId.RigGpus && i.Html.Contains("56 °C", StringComparison.Ordinal)));
        await UntilAsync(farmBatches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">56 ", StringComparison.Ordinal)));
        answers.SetResult();
        await UntilAsync(rigBatches, b => b.Items.Any(i => i.Id == DomId.RigGpus && i.Html.Contains("41 °C", StringComparison.Ordinal)));

        host.Time.Advance(TimeSpan.FromSeconds(11));   // what is usual is worked out anew
        var slow = RigViews.Of("oak-07", RigStatus.Mining, RigViews.Hashing("kawpow", 46, 46, 46, 46, 27.6));
        await host.ReportAsync(rig, slow.Description.Inventory, slow.Reading.Sample.Read());
        await UntilAsync(rigBatches, b => b.Items.Any(i => i.Id == DomId.RigTrouble && i.Html.Contains("GPU 4 does 60 % of the usual", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_that_was_made_before_the_last_change_catches_up()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07");
        var (first, firstBatches) = await host.WatchFarmAsync();
        await using var _ = first;
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await host.ReportAsync(rig, new GpuReading { Index = 0, CoreCelsius = 61 });
        await UntilAsync(firstBatches, b => b.Items.Any(i => i.Html.Contains(">61<", StringComparison.Ordinal)));

        var (late, lateBatches) = await host.WatchFarmAsync();
        await using var __ = late;
        await late.InvokeAsync("CatchUp", before, Cancellation);
        await UntilAsync(lateBatches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">61<", StringComparison.Ordinal)));

        // What was deleted since is told, too; a page from before all that is remembered fetches everything.
        await host.Grains.GetGrain<IRigGrain>(rig).Delete(host.FarmId);
        await UntilAsync(firstBatches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Length == 0));
        var (later, laterBatches) = await host.WatchFarmAsync();
        await using var ___ = later;
        await later.InvokeAsync("CatchUp", before, Cancellation);
        await UntilAsync(laterBatches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Length == 0));
        await later.InvokeAsync("CatchUp", before - 3_600_000, Cancellation);
        await UntilAsync(laterBatches, b => b.Refetch);
    }

    [Fact]
    public async Task A_tab_that_says_what_it_shows_gets_only_that_and_what_comes_into_it_at_once()
    {
        await using var host = await LiveHost.StartAsync();
        string near = await host.AddRigAsync("near"), far = await host.AddRigAsync("far");
        await host.ReportAsync(far, RigViews.Gpu(0, 50));
        var (hub, batches) = host.Connect();
        await using var _ = hub;
        await hub.StartAsync(Cancellation);
        await hub.InvokeAsync("Show", new { view = "rows", filter = "all", search = "", rigs = new[] { near, "no-id" }, until = (string?)null }, Cancellation);
        await hub.InvokeAsync("WatchFarm", host.FarmId, Cancellation);
        await host.ReportAsync(far, RigViews.Gpu(0, 51));
        await host.ReportAsync(near, RigViews.Gpu(0, 52));
        var seen = await UntilAllAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(near) && i.Html.Contains(">52 ", StringComparison.Ordinal)));
        Assert.DoesNotContain(seen.SelectMany(b => b.Items), i => i.Id == DomId.Rig(far));

        await hub.InvokeAsync("Show", new { view = "rows", filter = "all", search = "", rigs = new[] { near, far }, until = (string?)null }, Cancellation);
        var shown = await UntilAllAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(far) && i.Html.Contains(">51 ", StringComparison.Ordinal)));
        Assert.DoesNotContain(shown[^1].Items, i => i.Id == DomId.Rig(near));   // it has that

        await hub.InvokeAsync("Show", new { view = "tiles", filter = (string?)null, search = (string?)null, rigs = (string[]?)null, until = (string?)null }, Cancellation);
        await host.ReportAsync(far, RigViews.Gpu(0, 53));
        await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Tile(far) && i.Html.Contains("GPU 0 core 53 °C", StringComparison.Ordinal)));
    }

    /// <summary>A push is made for the list that was told of before; by its number the tab knows, however late it comes.</summary>
    [Fact]
    public async Task What_is_sent_has_the_number_of_the_list_that_it_was_made_for_and_each_tab_its_own()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak");
        var (hub, batches) = host.Connect();
        var (other, otherBatches) = host.Connect();
        await using var _ = hub;
        await using var __ = other;
        foreach (var (tab, list) in new[] { (hub, 3), (other, 7) })
        {
            await tab.StartAsync(Cancellation);
            await tab.InvokeAsync("Show", new { view = "rows", filter = "all", search = "", rigs = new[] { rig }, until = "", list }, Cancellation);
            await tab.InvokeAsync("WatchFarm", host.FarmId, Cancellation);
        }
        await host.ReportAsync(rig, RigViews.Gpu(0, 51));
        foreach (var (received, list) in new[] { (batches, 3), (otherBatches, 7) })   // of the same rows
        {
            var told = await UntilAllAsync(received, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">51 ", StringComparison.Ordinal)));
            Assert.All(told.Where(static b => b.Items.Count > 0), b => Assert.Equal(list, b.List));
        }

        // Searched otherwise: what is sent from then on, also what was missed, is of the new one.
        await hub.InvokeAsync("Show", new { view = "rows", filter = "all", search = "oak", rigs = new[] { rig }, until = "", list = 4 }, Cancellation);
        await UntilAsync(batches, static b => b.List == 4);
        await host.ReportAsync(rig, RigViews.Gpu(0, 52));
        var then = await UntilAllAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">52 ", StringComparison.Ordinal)));
        Assert.All(then.Where(static b => b.Items.Count > 0), static b => Assert.Equal(4, b.List));
    }

    [Fact]
    public async Task A_filtered_tab_sees_rigs_come_and_go()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), other = await host.AddRigAsync("elm");
        await host.ReportAsync(rig, RigViews.Gpu(0, 50));
        var (hub, batches) = host.Connect();
        await using var _ = hub;
        await hub.StartAsync(Cancellation);
        await hub.InvokeAsync("Show", new { view = "rows", filter = "hot", search = "oak", rigs = Array.Empty<string>(), until = "" }, Cancellation);
        await hub.InvokeAsync("WatchFarm", host.FarmId, Cancellation);
        await host.ReportAsync(other, RigViews.Gpu(0, 75));
        await host.ReportAsync(rig, RigViews.Gpu(0, 75));
        var seen = await UntilAllAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains("gpu hot", StringComparison.Ordinal)));
        Assert.DoesNotContain(seen.SelectMany(b => b.Items), i => i.Id == DomId.Rig(other) && i.Html.Length > 0);
        await host.ReportAsync(rig, RigViews.Gpu(0, 55));
        await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Length == 0));
    }

    [Fact, Trait("check", "36"), Trait("bad-input", "104")]
    public async Task What_a_person_may_not_see_he_cannot_watch()
    {
        await using var host = await LiveHost.StartAsync();
        string foreign = OpaqueId.New(), foreignRig = OpaqueId.New();
        await host.Grains.GetGrain<Grains.Farms.IFarmGrain>(foreign).Create("Foreign", OpaqueId.New());
        await host.Grains.GetGrain<IRigGrain>(foreignRig).Create(new(foreign, "theirs", new byte[32]));
        await host.BecomeStrangerAsync();
        var (hub, _) = host.Connect();
        await using var __ = hub;
        await hub.StartAsync(Cancellation);
        var farm = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("WatchFarm", foreign, Cancellation));
        var missing = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("WatchFarm", OpaqueId.New(), Cancellation));
        await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("WatchRig", foreignRig, Cancellation));
        await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("JoinGroup", "farm:" + host.FarmId, Cancellation));
        Assert.Equal(missing.Message, farm.Message);
        Assert.Equal(0, host.Feed.Farms);
    }

    [Fact, Trait("check", "13"), Trait("bad-input", "104")]
    public async Task An_ended_session_has_no_open_connection_after_five_seconds()
    {
        // One look that is cancelled, and not because the server stops, is not the last.
        var (cancelled, look) = (new TaskCompletionSource(), new BeforeCall(nameof(Grains.Users.IUserGrain), nameof(Grains.Users.IUserGrain.HasSession)));
        look.Once(() => { cancelled.TrySetResult(); throw new OperationCanceledException(); });
        await using var host = await LiveHost.StartAsync(look.Hooks);
        var (hub, _) = host.Connect();
        await using var __ = hub;
        var closed = new TaskCompletionSource();
        hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        await hub.StartAsync(Cancellation);
        await hub.InvokeAsync("WatchFarm", host.FarmId, Cancellation);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        await host.PostAsync("/account/sessions?handler=Everywhere");
        // Two looks at the outside, by the server's clock; a busy machine may take longer by this one's.
        Assert.InRange(2 * AccessSweep.Every, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact]
    public async Task Who_is_not_signed_in_gets_no_connection()
    {
        await using var host = await LiveHost.StartAsync();
        var (hub, _) = host.Connect(signedIn: false);
        await using var __ = hub;
        await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync(Cancellation));
        Assert.Equal(HubConnectionState.Disconnected, hub.State);
    }

    [Fact, Trait("check", "24"), Trait("bad-input", "104")]
    public async Task One_tab_watches_only_so_much_and_asks_only_so_often()
    {
        await using var host = await LiveHost.StartAsync();
        var rigs = new List<string>();
        for (int i = 0; i <= LiveConnection.MostWatches; i++) { rigs.Add(await host.AddRigAsync($"oak-{i}")); }
        var (hub, _) = host.Connect();
        await using var __ = hub;
        await hub.StartAsync(Cancellation);
        foreach (string rig in rigs.Take(LiveConnection.MostWatches)) { await hub.InvokeAsync("WatchRig", rig, Cancellation); }
        await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("WatchRig", rigs[^1], Cancellation));

        var closed = new TaskCompletionSource();
        hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        // Of a slow machine's calls the first are older than a minute when the last is made.
        for (int i = 0; i < 10 * LiveConnection.MostCallsPerMinute && !closed.Task.IsCompleted; i++)
        {
            try { await hub.InvokeAsync("WatchRig", rigs[0], Cancellation); }
            catch (Exception) when (!Cancellation.IsCancellationRequested) { break; }
        }
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact, Trait("bad-input", "104")]
    public async Task What_is_far_too_long_ends_one_connection_and_no_other()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-07");
        var (good, batches) = await host.WatchFarmAsync();
        await using var _ = good;
        foreach (var (method, argument) in new (string, object)[] { ("WatchRig", new string('x', 1 << 20)), ("Show", new { view = "rows", filter = "all", search = new string('x', 1 << 20), rigs = Array.Empty<string>() }) })
        {
            var (hub, _) = host.Connect();
            await using var __ = hub;
            var closed = new TaskCompletionSource();
            hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
            await hub.StartAsync(Cancellation);
            await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync(method, argument, Cancellation));
            await closed.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        }
        await host.ReportAsync(rig, RigViews.Gpu(0, 61));
        await UntilAsync(batches, b => b.Items.Any(i => i.Id == DomId.Rig(rig) && i.Html.Contains(">61<", StringComparison.Ordinal)));
    }

    internal static async Task<LiveBatch> UntilAsync(ChannelReader<LiveBatch> batches, Func<LiveBatch, bool> wanted) => (await UntilAllAsync(batches, wanted))[^1];

    /// <summary>All that came up to the wanted one.</summary>
    static async Task<List<LiveBatch>> UntilAllAsync(ChannelReader<LiveBatch> batches, Func<LiveBatch, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        var all = new List<LiveBatch>();
        while (true)
        {
            all.Add(await batches.ReadAsync(limit.Token));
            if (wanted(all[^1])) { return all; }
        }
    }

    // The page is rendered a moment after the row: ages may differ, nothing else.
    static string WithoutAges(string html) => System.Text.RegularExpressions.Regex.Replace(html, "(data-at=\"[^\"]*\"[^>]*>)[^<]*<", "$1<");
}
