using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>One time axis for lanes and charts, and what is marked on it.</summary>
[Collection(ChartGroup.Name)]
public sealed class ChartMarkTests(ChartWorld world)
{
    const string Crash = "killed by signal 11";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1440, 900), InlineData(390, 844)]
    public async Task A_time_is_at_one_place_in_the_lanes_and_in_every_chart_also_after_a_zoom(int width, int height)
    {
        await using var visitor = await world.VisitAsync(width, height);
        var page = visitor.Page;
        foreach (var (path, charts) in new[] { ($"{world.Rig}?range=24h", 3), ($"{world.Rig}/charts?range=24h&view=cards", 8) })
        {
            await page.GotoAsync(path);
            await visitor.DrawnAsync(charts);
            double before = await AssertAlignedAsync(visitor, charts);
            double crashed = 1 - ((TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - world.CrashedAt) / 86_400_000d);   // nine hours before this world was made
            Assert.InRange(before, crashed - 0.005, crashed + 0.005);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{path} is wider than {width}");
            await visitor.PictureAsync($"one-axis-{charts}-{width}");

            await page.ZoomAsync("#chart-power .u-over", 0.5, 0.9);
            await visitor.DrawnAsync(charts);
            await visitor.UntilAsync("document.querySelector('#history-ribbon a[download]').getAttribute('href').includes('from=')", seconds: 60);
            double after = await AssertAlignedAsync(visitor, charts);
            Assert.True(Math.Abs(after - ((before - 0.5) / 0.4)) < 0.03, $"The crash is at {after}, was at {before}: {page.Url}, lanes {await page.EvaluateAsync<string>("JSON.stringify({ ...document.querySelector('.lanes-plot').dataset })")}, made at {world.CrashedAt}");
        }
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task The_lanes_go_along_with_the_live_edge()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.Clock.InstallAsync();
        await page.GotoAsync($"{world.Rig}?range=24h");
        await visitor.DrawnAsync(3);
        await AssertAlignedAsync(visitor, 3);
        // Only the charts are told more: what the lanes have moves with them all the same, and is as old as it was.
        await page.RouteAsync("**/*handler=Parts*", static route => route.AbortAsync());
        double before = await page.EvaluateAsync<double>(ChartPage.LaneMark, Crash);
        await Eventually.Async(async () =>
        {
            await page.Clock.RunForAsync(45_000);
            return before - await page.EvaluateAsync<double>(ChartPage.LaneMark, Crash) > 3;   // four minutes of 24 hours, on 1,250 pixels
        }, what: "lanes that moved", cancellation: Cancellation);
        await AssertAlignedAsync(visitor, 3);
    }

    [Fact]
    public async Task What_happens_is_marked_on_every_chart_in_a_shape_of_its_own_and_said_to_pointer_and_keyboard()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        long begun = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await HappenAsync(visitor);
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        // Two minutes, or more where the machine took longer for what happened.
        foreach (string range in new[] { "range=24h", $"from={Math.Min(now - 110_000, begun - 10_000)}&to={now + 10_000}" })
        {
            await page.GotoAsync($"{world.Rig}/charts?{range}");
            await visitor.DrawnAsync(5);
            string[] ids = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.chart')].map(c => c.id)");
            foreach (string id in ids)
            {
                if (range == "range=24h") { Assert.InRange(Assert.Single(await MarksAsync(page, id, "--danger"))[1], 8, 12); continue; }   // a triangle
                Assert.Contains(await MarksAsync(page, id, "--fill-warn"), static mark => mark[1] is >= 8 and <= 12);                // a diamond
                Assert.Contains(await MarksAsync(page, id, "--accent"), static mark => mark[1] is >= 2 and <= 5);                    // a bar
            }
        }
        await visitor.PictureAsync("chart-marks");

        // The pointer on a mark, in the last of the charts: what it is stands there, in words and behind a sign.
        string last = (await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.chart')].map(c => c.id)"))[^1];
        await page.Locator($"#{last} .u-over").ScrollIntoViewIfNeededAsync();
        float x = (float)(await MarksAsync(page, last, "--accent"))[0][0];
        var plot = (await page.Locator($"#{last} .u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(x, plot.Y + (plot.Height / 2));
        await visitor.UntilAsync($"document.querySelector('#{last} .chart-tip:not([hidden])')?.textContent.includes('▮') && document.querySelector('#{last} .chart-tip').textContent.includes('Mining setup changed by Mara')");
        Assert.Equal(1, await page.Locator(".chart-tip:not([hidden])").CountAsync());
        await page.Mouse.MoveAsync(2, 2);
        await visitor.UntilAsync("document.querySelectorAll('.chart-tip:not([hidden])').length === 0");

        await page.GotoAsync($"{world.Rig}?range=24h");
        await visitor.DrawnAsync(3);
        await page.FocusAsync("#chart-temps > .body");
        var said = new List<string>();
        foreach (string key in new[] { "e", "e", "e", "e", "e", "e", "Shift+E" })
        {
            await page.Keyboard.PressAsync(key);
            said.Add(await page.InnerTextAsync("#chart-temps [role=status]"));
        }
        Assert.Contains(said, static one => one.StartsWith("Error at ", StringComparison.Ordinal) && one.Contains(Crash, StringComparison.Ordinal));
        Assert.Contains(said, static one => one.StartsWith("Warning at ", StringComparison.Ordinal) && one.Contains("Booted anew", StringComparison.Ordinal));
        Assert.Contains(said, static one => one.StartsWith("Change at ", StringComparison.Ordinal) && one.Contains("Mining setup changed by Mara", StringComparison.Ordinal));
        Assert.NotEqual(said[^1], said[^2]);
        Assert.True(await page.Locator("#chart-temps .chart-tip").IsVisibleAsync());

        string activity = await page.InnerTextAsync(".activity");
        // The newest twelve lines: the crash may lie behind what other tests did with this rig.
        foreach (string text in new[] { "Booted anew", "Mining setup changed", "Mara" }) { Assert.Contains(text, activity, StringComparison.Ordinal); }
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task Shares_of_cards_stand_on_one_another_and_one_that_is_switched_off_leaves_no_hole()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{world.Rig}/charts?range=24h&view=cards");
        await visitor.DrawnAsync(8);
        Assert.Equal("1 2 3 4 5 6 1 2", await PileAsync(page));   // eight cards, six colours
        await visitor.PictureAsync("chart-pile");
        await page.Locator("#chart-shares button.k", new() { HasText = "GPU 2" }).ClickAsync();
        await page.EvaluateAsync("document.activeElement.blur()");   // with the focus on a name the other lines fade
        await page.Mouse.MoveAsync(2, 2);
        await Eventually.CostlyAsync(async () => await PileAsync(page) == "1 2 4 5 6 1 2", what: "seven cards", cancellation: Cancellation);
        Assert.Equal("[[1,3,null,2],[3,3,null,7]]", await page.EvaluateAsync<string>("JSON.stringify(window.bloxHistory.stacked({ t: [0, 1, 2, 3], series: [{ v: [1, 3, null, 2] }, { v: [2, null, null, 5] }] }, () => true))"));
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task Marks_that_would_cover_one_another_are_one_the_worst_and_all_that_is_beside_it_is_said()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{world.Rig}?range=24h");
        await visitor.DrawnAsync(3);
        // A pixel for a second: one line is drawn for each mark, and its shape.
        string marks = await page.EvaluateAsync<string>("""
            (() => {
              const lines = [], ctx = { save() {}, restore() {}, beginPath() {}, lineTo() {}, stroke() { lines.push([this.x - .5, this.strokeStyle].join(' ')); }, fill() {}, setLineDash() {}, moveTo(x, y) { this.x = x; } };
              const u = { ctx, bbox: { left: 0, top: 20, width: 600, height: 100 }, scales: { x: { min: 0, max: 600 } }, valToPos: t => t, over: { clientWidth: 600 } };
              const events = [[100000, 1, 'a'], [104000, 2, 'b'], [109000, 0, 'c'], [130000, 1, 'd'], [136000, -1, 'e'], [142000, 1, 'f'], [700000, 2, 'g']];
              window.bloxMarks.draw(u, events, { danger: 'bad', warn: 'warn', accent: 'mine', faint: 'faint' });
              return [lines.sort((a, b) => parseFloat(a) - parseFloat(b)).join(), window.bloxMarks.near(u, events, 104000).map(e => e[2]).join('')].join(' | ');
            })()
            """);
        Assert.Equal("104 bad,130 warn,142 warn | abc", marks);
        visitor.AssertQuiet();
    }

    static Task<string> PileAsync(IPage page) => page.EvaluateAsync<string>(ChartPage.Pile, new { id = "chart-shares", share = 0.3 });

    static Task<double[][]> MarksAsync(IPage page, string id, string color) => page.EvaluateAsync<double[][]>(ChartPage.Marks, new { id, color });

    /// <summary>Edges and the crash are at the same places everywhere; says at which share of the axis it is.</summary>
    static async Task<double> AssertAlignedAsync(Visitor visitor, int charts)
    {
        var page = visitor.Page;
        double[][] edges = await page.EvaluateAsync<double[][]>(ChartPage.Edges);
        Assert.Equal(charts + 1, edges.Length);
        Assert.All(edges, edge => Assert.True(Math.Abs(edge[0] - edges[0][0]) <= 1 && Math.Abs(edge[1] - edges[0][1]) <= 1, $"{edge[0]} to {edge[1]}, the lanes {edges[0][0]} to {edges[0][1]}"));
        double lane = (await page.EvaluateAsync<double?>(ChartPage.LaneMark, Crash))!.Value;
        foreach (string id in await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.chart')].map(c => c.id)"))
        {
            double[] mark = Assert.Single(await MarksAsync(page, id, "--danger"));
            Assert.True(Math.Abs(mark[0] - lane) <= 1.5, $"{id} marks the crash at {mark[0]}, the lanes at {lane}");
        }
        // The same times are named above and below, at the same places.
        Assert.True(await page.EvaluateAsync<int>("document.querySelectorAll('.lanes-plot .ticks text').length") >= 2);
        return (lane - edges[0][0]) / (edges[0][1] - edges[0][0]);
    }

    /// <summary>The machine is booted anew, and Mara says what it is to do.</summary>
    async Task HappenAsync(Visitor visitor)
    {
        await using (var agent = new PastAgent(world.Server.Url, world.Token) { BootId = "two" })
        {
            await agent.ConnectAsync();
            await agent.SendAsync(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
        var page = visitor.Page;
        await page.GotoAsync(world.Rig + "/work/miner");
        await page.FillAsync("#name", "main");
        await page.SelectOptionAsync("#miner", "t-rex");
        foreach (var (field, value) in new[] { ("#a0", "kawpow"), ("#p0-0h", "pool.example"), ("#p0-0p", "3333"), ("#p0-0u", "RWalletOfMara") }) { await page.FillAsync(field, value); }
        await page.ClickAsync("form.card button[type=submit]");
        await page.ArrivedAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        await Eventually.CostlyAsync(async () => (await (await page.APIRequest.GetAsync($"{world.Rig}/charts?handler=Data&range=1h")).TextAsync()).Contains("Mining setup changed", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the change on the timeline", Cancellation);
    }
}
