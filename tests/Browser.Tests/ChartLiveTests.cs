using System.Globalization;
using BloxOs.TestServers;

namespace BloxOs.Browser.Tests;

/// <summary>Charts that are left open: they go on, they stop when nobody looks, and they say how old they are.</summary>
[Collection(ChartGroup.Name)]
public sealed class ChartLiveTests(ChartWorld world)
{
    const string Data = "**/*handler=Data*";
    const string Lamp = "document.getElementById('lamp').textContent";
    const string Note = "document.getElementById('charts-wait')";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_live_edge_moves()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.GotoAsync($"{world.Rig}/charts?range=1h");
        await visitor.DrawnAsync(5);
        await NewSamplesAsync(visitor);
        await visitor.UntilAsync("document.querySelector('#chart-power b').textContent !== window.before", seconds: 60);
        // The end of the page's time is when it last asked: what is sent on is drawn there, however slow the machine is.
        await using var agent = new PastAgent(world.Server.Url, world.Token);
        await agent.ConnectAsync();
        long sentAt = 0;
        await Eventually.CostlyAsync(async () =>
        {
            if (sentAt == 0 || TimeProvider.System.GetElapsedTime(sentAt) > TimeSpan.FromSeconds(2))
            {
                sentAt = TimeProvider.System.GetTimestamp();
                await agent.SendAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            }
            return await IsDrawnAtAsync(0.99) || await IsDrawnAtAsync(0.995);
        }, what: "a line at the end", cancellation: Cancellation);
        visitor.AssertQuiet();

        Task<bool> IsDrawnAtAsync(double share) => visitor.Page.EvaluateAsync<bool>(ChartPage.InkAt, new { id = "chart-hash-kawpow", share });
    }

    [Fact]
    public async Task Of_a_week_only_what_is_new_is_asked_for_and_the_last_step_is_made_anew()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.Clock.InstallAsync();
        await visitor.Page.GotoAsync($"{world.Rig}/charts?range=7d");
        await visitor.DrawnAsync(5);
        var asked = new List<string>();
        visitor.Page.Request += (_, request) => { if (request.Url.Contains("handler=Data", StringComparison.Ordinal)) { asked.Add(request.Url); } };
        await NewSamplesAsync(visitor);
        await visitor.Page.Clock.FastForwardAsync(370_000);   // it asks every six minutes, a fifth of the shortest step
        await visitor.UntilAsync("document.querySelector('#chart-power b').textContent !== window.before", seconds: 60);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(Assert.Single(asked)).Query);
        long length = long.Parse(query["to"]!, CultureInfo.InvariantCulture) - long.Parse(query["from"]!, CultureInfo.InvariantCulture);
        Assert.InRange(length, 1, 4 * 3_600_000);   // the longest step is that of the shares, the 120th part of the week
        Assert.Equal(5, await visitor.Page.Locator(".chart canvas").CountAsync());
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task In_the_background_nothing_is_asked_and_in_front_it_says_as_of_when_until_it_has_caught_up()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.AddInitScriptAsync(Visitor.Hideable);
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{world.Rig}/charts?range=1h");
        await visitor.DrawnAsync(5);
        int asked = 0;
        page.Request += (_, request) => { if (request.Url.Contains("handler=", StringComparison.Ordinal)) { Interlocked.Increment(ref asked); } };
        await visitor.UntilAsync($"{Lamp} === 'Live'", seconds: 60);
        await page.EvaluateAsync("look(false)");
        // What was under way may arrive late, and have the lanes asked for.
        await Eventually.CostlyAsync(async () =>
        {
            int before = Volatile.Read(ref asked);
            await page.Clock.RunForAsync(600_000);
            return before == Volatile.Read(ref asked);
        }, what: "a page that asks for nothing", cancellation: Cancellation);

        var held = new TaskCompletionSource();
        await page.RouteAsync(Data, async route => { await held.Task; await route.ContinueAsync(); });
        await page.EvaluateAsync("look(true)");
        await visitor.UntilAsync($"/^As of \\d?\\d:\\d\\d.*Catching up/.test({Note}.textContent) && !{Note}.hidden && /^As of \\d?\\d:\\d\\d.*, catching up/.test({Lamp})", seconds: 60);
        held.SetResult();
        await visitor.UntilAsync($"{Note}.hidden && {Lamp} === 'Live'", seconds: 60);

        await page.UnrouteAsync(Data);
        await page.RouteAsync(Data, static route => route.AbortAsync());   // the server is away
        await page.Clock.RunForAsync(15_000);
        await visitor.UntilAsync($"/^As of \\d?\\d:\\d\\d.*the server does not answer/.test({Note}.textContent) && !{Note}.hidden && /^As of \\d?\\d:\\d\\d.*, no answer$/.test({Lamp})", seconds: 60);
        await page.UnrouteAsync(Data);
        await Eventually.Async(async () =>
        {
            await page.Clock.RunForAsync(11_000);
            return await page.EvaluateAsync<bool>($"{Note}.hidden");
        }, TimeSpan.FromSeconds(60), "charts that have caught up", Cancellation);
    }

    /// <summary>A dead line may leave a question without an answer and without an error for a quarter of an hour.</summary>
    [Fact]
    public async Task A_question_that_nobody_answers_is_given_up_and_asked_again_and_meanwhile_nothing_is_called_live()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{world.Rig}/charts?range=1h");
        await visitor.DrawnAsync(5);
        await visitor.UntilAsync($"{Lamp} === 'Live'", seconds: 60);
        int asked = 0;
        await page.RouteAsync(Data, _ => { Interlocked.Increment(ref asked); return Task.CompletedTask; });
        await RunUntilAsync(() => Task.FromResult(Volatile.Read(ref asked) > 0), "the question");
        await page.Clock.RunForAsync(20_000);
        await visitor.UntilAsync($"/^As of /.test({Lamp})", seconds: 30);
        await page.UnrouteAsync(Data);
        await RunUntilAsync(() => page.EvaluateAsync<bool>($"{Lamp} === 'Live' && {Note}.hidden"), "an answer");

        Task RunUntilAsync(Func<Task<bool>> condition, string what) => Eventually.Async(async () =>
        {
            await page.Clock.RunForAsync(5_000);
            return await condition();
        }, TimeSpan.FromSeconds(60), what, Cancellation);
    }

    [Fact]
    public async Task A_range_that_cannot_be_loaded_is_tried_again_and_the_old_one_is_not_passed_off_as_it()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{world.Rig}/charts?range=6h");
        await visitor.DrawnAsync(5);
        await page.RouteAsync(Data, static route => route.AbortAsync());
        await page.Locator("#history-ribbon a", new() { HasText = "7 d" }).ClickAsync();
        await visitor.UntilAsync($"{Note}.textContent.includes('show the range before') && !{Note}.hidden", seconds: 60);
        await page.Clock.RunForAsync(60_000);   // it does not give up, and does not go on with the old one
        await visitor.UntilAsync($"{Note}.textContent.includes('show the range before') && !{Note}.hidden", seconds: 60);
        await page.UnrouteAsync(Data);
        await Eventually.Async(async () =>
        {
            await page.Clock.RunForAsync(11_000);
            return await page.EvaluateAsync<bool>($"{Note}.hidden");
        }, TimeSpan.FromSeconds(60), "the new range", Cancellation);
        // A week has a seventh of its ink in the last day.
        Assert.False(await page.EvaluateAsync<bool>(ChartPage.InkAt, new { id = "chart-hash-kawpow", share = 0.5 }));
    }

    [Fact]
    public async Task While_it_loads_a_page_shows_where_its_charts_will_stand_and_nothing_moves_then()
    {
        await using var visitor = await world.VisitAsync(390, 844);
        var page = visitor.Page;
        var held = new TaskCompletionSource();
        await page.RouteAsync(Data, async route => { await held.Task; await route.ContinueAsync(); });
        await page.GotoAsync($"{world.Rig}/charts?range=24h");
        await visitor.UntilAsync("document.querySelectorAll('.chart.wait').length === 5", seconds: 60);
        Assert.Contains("Power", await page.InnerTextAsync("#charts"), StringComparison.Ordinal);
        await visitor.PictureAsync("charts-loading-390");
        int waiting = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        held.SetResult();
        await visitor.DrawnAsync(5);
        Assert.Equal(0, await page.Locator(".chart.wait").CountAsync());
        // A legend that needs a second line is what differs.
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollHeight"), waiting - 50, waiting + 450);
        // All of them are drawn, also those that nobody has scrolled to: a picture of the page, or a print, has them.
        Assert.True(await page.EvaluateAsync<bool>(ChartPage.Painted));
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal("light", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await visitor.HasColorAsync("chart-power", "--c1");
        await page.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await visitor.HasColorAsync("chart-power", "--c1");
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task Steps_that_go_on_are_those_of_all_samples()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.GotoAsync($"{world.Rig}/charts");
        await visitor.UntilAsync("window.bloxHistory !== undefined");
        Assert.Equal("", await visitor.Page.EvaluateAsync<string>(FoldedByHand));
    }

    /// <summary>Puts samples into steps bit by bit, with a gap, and compares with steps made of all of them; says what differs.</summary>
    const string FoldedByHand = """
        () => {
          const { fold, append, scaled, cut } = window.bloxHistory, step = 60, samples = [];
          for (let t = 0; t < 3600; t += 7) if (t < 1200 || t > 1800) samples.push([t, Math.sin(t) * 10 + 50]);
          const line = (name, v) => ({ name, v, lo: [...v], hi: [...v] });
          const chart = { step: step * 1000, columns: false, t: [0], series: [line("a", [samples[0][1]])] };
          for (let at = 0; at < 3600; at += 130) {
            const from = chart.t.at(-1), some = samples.filter(s => s[0] >= from && s[0] < at + 130);
            if (some.length) fold(chart, { step: 0, t: some.map(s => s[0]), series: [{ name: "a", v: some.map(s => s[1]) }] });
          }
          const near = (x, y) => Math.abs(x - y) < 1e-9, wrong = [];
          let steps = 0;
          for (let k = 0; k < 3600 / step; k++) {
            const all = samples.filter(s => Math.floor(s[0] / step) === k).map(s => s[1]), i = chart.t.indexOf(k * step);
            if (all.length === 0) { if (i >= 0) wrong.push(`step ${k} of nothing`); continue; }
            steps++;
            const s = chart.series[0];
            if (i < 0 || !near(s.v[i], all.reduce((a, b) => a + b) / all.length) || !near(s.lo[i], Math.min(...all)) || !near(s.hi[i], Math.max(...all))) wrong.push(`step ${k}`);
          }
          const gaps = chart.t.filter((t, i) => chart.series[0].v[i] === null);
          if (gaps.length !== 1 || chart.t.length !== steps + 1) wrong.push(`${gaps.length} gaps, ${chart.t.length} points of ${steps} steps`);
          const raw = { step: 0, columns: false, t: [0, 7, 14], series: [{ name: "a", v: [1, 2, 3] }] };
          append(raw, { t: [14, 21], series: [{ name: "a", v: [4, 5] }] });
          append(raw, { t: [9000], series: [{ name: "a", v: [6] }] });
          cut(raw, 10);
          if (JSON.stringify([raw.t, raw.series[0].v]) !== "[[7,14,21,21.001,9000],[2,4,5,null,6]]") wrong.push(JSON.stringify([raw.t, raw.series[0].v]));
          const slow = scaled({ t: [0, 1], series: [{ name: "a", v: [500, null] }] }, 1000 / 1000000);
          if (slow.series[0].v[0] !== 0.5 || slow.series[0].v[1] !== null) wrong.push(JSON.stringify(slow));
          const digits = [[0, 1], [0, 0.5], [0, 0.25], [0, 2.5], [0.1, 0.2], [0, 250]].map(window.bloxHistory.decimals).join();
          if (digits !== "0,1,2,1,1,0") wrong.push(digits);
          const bars = { step: 60000, columns: true, t: [0], series: [{ name: "a", v: [2] }] };
          fold(bars, { step: 0, t: [0, 30, 200], series: [{ name: "a", v: [1, 2, 4] }] });
          if (JSON.stringify([bars.t, bars.series[0].v]) !== "[[0,180],[3,4]]") wrong.push(JSON.stringify([bars.t, bars.series[0].v]));
          return wrong.join("; ");
        }
        """;

    /// <summary>A few samples of now, of more watts than the page shows, whichever tests ran before; what it shows is kept as window.before.</summary>
    async Task NewSamplesAsync(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync("window.before = document.querySelector('#chart-power b').textContent");
        await using var agent = new PastAgent(world.Server.Url, world.Token) { ExtraWatts = world.NextExtraWatts() };
        await agent.ConnectAsync();
        for (int i = 0; i < 3; i++) { await agent.SendAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)); }
    }
}
