using System.Globalization;
using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Charts of a rig with a past, as a person looks at them.</summary>
[Collection(ChartGroup.Name)]
public sealed class ChartTests(Chromium chromium, ChartWorld world)
{
    readonly string _rig = world.Rig;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1440, 900), InlineData(390, 844)]
    public async Task Charts_are_drawn_with_data_change_with_the_theme_and_make_no_browser_speak(int width, int height)
    {
        await using var visitor = await world.VisitAsync(width, height);
        foreach (var (path, name, charts) in new[] { ($"{_rig}/charts?range=24h", "charts", 5), ($"{_rig}/charts?range=24h&view=cards", "charts-cards", 8), ($"{_rig}?range=24h", "rig-charts", 3) })
        {
            await visitor.Page.GotoAsync(path);
            await visitor.DrawnAsync(charts);
            Assert.True(await visitor.Page.EvaluateAsync<bool>(ChartPage.Painted), $"{path}: a chart is empty");
            Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{path} is wider than {width}");
            await visitor.PictureAsync($"{name}-{width}-dark");
            foreach (string theme in new[] { "light", "dark" })
            {
                string other = await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).getPropertyValue('--c1')");
                await visitor.WearAsync(theme);
                Assert.NotEqual(other, await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).getPropertyValue('--c1')"));
                await visitor.HasColorAsync("chart-hash-kawpow", "--c1");
                if (theme == "light") { await visitor.PictureAsync($"{name}-{width}-{theme}"); }
            }
        }
        visitor.AssertQuiet();
    }

    [Theory]
    [InlineData("7d"), InlineData("30d")]
    public async Task In_longer_ranges_a_band_around_the_line_reaches_from_the_least_to_the_most(string range)
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.GotoAsync($"{_rig}/charts?range={range}");
        await visitor.DrawnAsync(5);
        await visitor.PictureAsync($"charts-{range}");
        Assert.InRange(await BandAsync(visitor), 100, int.MaxValue);
        // Only lines that are shown have one.
        await visitor.Page.Locator("#chart-temps button.k", new() { HasText = "core" }).ClickAsync();
        await visitor.HasColorAsync("chart-temps", "--c1", has: false);
        Assert.Equal(0, await BandAsync(visitor));
        visitor.AssertQuiet();
    }

    static Task<int> BandAsync(Visitor visitor) => visitor.Page.EvaluateAsync<int>(ChartPage.Count, new { id = "chart-temps", color = "--c1", least = 40, most = 52 });

    [Fact]
    public async Task A_gap_is_a_gap_and_the_figures_are_those_of_the_data()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.GotoAsync($"{_rig}/charts?range=24h");
        await visitor.DrawnAsync(5);
        // The middle of the gap, 7.5 hours ago, is empty from top to bottom; an hour on either side there is ink.
        foreach (var (hours, ink) in new[] { (7.5, false), (10.0, true), (5.0, true) })
        {
            Assert.Equal(ink, await visitor.Page.EvaluateAsync<bool>(ChartPage.InkAt, new { id = "chart-hash-kawpow", share = 1 - (hours / 24) }));
        }
        // Whoever has a script reads his own time everywhere.
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("[...document.querySelectorAll('#history-ribbon')].filter(e => (e.textContent + e.innerHTML).includes('UTC')).length"));
        string row = await visitor.Page.Locator("#history-figures tr", new() { HasText = "KawPow" }).First.InnerTextAsync();
        Assert.Matches(@"37\d\.\d", row);   // eight cards of 46 MH/s
    }

    [Fact]
    public async Task Dragging_zooms_keeps_the_range_in_the_address_and_a_double_click_or_back_undoes_it()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts?range=24h");
        await visitor.DrawnAsync(5);
        await page.ZoomAsync("#chart-temps .u-over", 0.8, 0.9);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query);
        double hours = (long.Parse(query["to"]!, CultureInfo.InvariantCulture) - long.Parse(query["from"]!, CultureInfo.InvariantCulture)) / 3_600_000d;
        Assert.InRange(hours, 2.0, 2.8);   // a tenth of a day
        await visitor.UntilAsync("!document.querySelector('#history-ribbon [aria-current][href*=\"range=24h\"]')");

        await page.ReloadAsync();
        await visitor.DrawnAsync(5);
        Assert.Contains("from=", page.Url, StringComparison.Ordinal);
        await page.GoBackAsync();
        await visitor.DrawnAsync(5);

        await page.ZoomAsync("#chart-power .u-over", 0.5, 0.6);
        await visitor.DrawnAsync(5);
        await page.Locator("#chart-power .u-over").DblClickAsync();
        await page.ArrivedAsync(static url => url.Contains("range=24h", StringComparison.Ordinal));
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task A_range_is_a_link_for_keys_and_pointers_and_lines_can_be_switched_off()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts");
        await visitor.DrawnAsync(5);
        await page.Locator("#history-ribbon a", new() { HasText = "6 h" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivedAsync(static url => url.Contains("range=6h", StringComparison.Ordinal));
        await visitor.UntilAsync("document.activeElement?.textContent === '6 h' && document.activeElement.getAttribute('aria-current') === 'true'");

        await visitor.DrawnAsync(5);
        var line = page.Locator("#chart-temps button.k", new() { HasText = "memory" });
        await visitor.HasColorAsync("chart-temps", "--c5");
        await line.ClickAsync();
        Assert.Equal("false", await line.GetAttributeAsync("aria-pressed"));
        await visitor.HasColorAsync("chart-temps", "--c5", has: false);

        await page.Locator("#history-ribbon a", new() { HasText = "Per card" }).ClickAsync();
        await visitor.UntilAsync("document.querySelectorAll('#chart-core button.k').length === 8");
        Assert.Contains("view=cards", page.Url, StringComparison.Ordinal);

        // Of a year this rig has the last day: it stands at the right edge, and its figures are those of the day.
        await page.GotoAsync($"{_rig}/charts");
        await visitor.DrawnAsync(5);
        await page.Locator("#history-ribbon a", new() { HasText = "1 y" }).ClickAsync();
        await page.ArrivedAsync(static url => url.Contains("range=1y", StringComparison.Ordinal));
        await visitor.UntilAsync("[...document.querySelectorAll('#history-ribbon [aria-current=true]')].some(a => a.textContent === '1 y')");
        await visitor.DrawnAsync(5);
        await visitor.PictureAsync("charts-1y");
        await page.FocusAsync("#chart-power > .body");
        await page.Keyboard.PressAsync("End");
        Assert.Matches(@"rig \d", await page.InnerTextAsync("#chart-power [role=status]"));
        Assert.Matches(@"37\d\.\d", await page.Locator("#history-figures tr", new() { HasText = "KawPow" }).First.InnerTextAsync());
        Assert.False(await page.EvaluateAsync<bool>(ChartPage.InkAt, new { id = "chart-hash-kawpow", share = 0.5 }));
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task What_is_shown_is_saved_as_a_file()
    {
        await using var visitor = await world.VisitAsync();
        await visitor.Page.GotoAsync($"{_rig}/charts?range=6h");
        await visitor.DrawnAsync(5);
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.ClickAsync("#history-ribbon a[download]"));
        Assert.Matches(@"^oak-07-\d{8}-\d{4}\.csv$", download.SuggestedFilename);
        string[] lines = await File.ReadAllLinesAsync(await download.PathAsync(), Cancellation);
        Assert.StartsWith("\"time\",\"KawPow, MH/s\"", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 150, 200);   // a sample every two minutes
    }

    [Fact]
    public async Task Without_a_script_there_are_a_ribbon_figures_and_a_file()
    {
        await using var owner = await world.VisitAsync();
        var cookies = await owner.Page.Context.CookiesAsync();
        await using var visitor = await chromium.VisitAsync(world.Server.Url, javaScript: false);
        await visitor.Page.Context.AddCookiesAsync(cookies.Select(static one => new Cookie { Name = one.Name, Value = one.Value, Domain = one.Domain, Path = one.Path }));
        await visitor.Page.GotoAsync($"{_rig}/charts?range=6h");
        Assert.Equal(1, await visitor.Page.Locator("#history-ribbon svg.lanes-plot").CountAsync());
        Assert.True(await visitor.Page.Locator("#history-figures tbody tr").CountAsync() > 5);
        Assert.Equal(1, await visitor.Page.Locator("#history-ribbon [aria-current]", new() { HasText = "6 h" }).CountAsync());
        Assert.True(await visitor.Page.Locator("#history noscript .note").IsVisibleAsync());

        // The time axis is the rig's in both views: a dead first card does not make it a rig that does not hash.
        var now = TimeProvider.System.GetUtcNow();
        string fixedRange = $"from={now.AddHours(-6).ToUnixTimeMilliseconds()}&to={now.AddMinutes(-10).ToUnixTimeMilliseconds()}";
        var lanes = new List<string?>();
        foreach (string view in new[] { "", "&view=cards" })
        {
            await visitor.Page.GotoAsync($"{_rig}/charts?{fixedRange}{view}");
            lanes.Add(await visitor.Page.Locator("#history-ribbon path.l1").First.GetAttributeAsync("d"));
        }
        Assert.Equal(lanes[0], lanes[1]);
    }

    [Fact]
    public async Task Values_under_the_pointer_stand_in_every_legend_and_a_line_under_it_stands_out()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts?range=24h&view=cards");
        await visitor.DrawnAsync(8);
        const string Values = "[...document.querySelectorAll('#chart-core button.k b, #chart-power button.k b')].map(b => b.textContent).join(' ')";
        string before = await page.EvaluateAsync<string>(Values);
        await page.HoverAsync("#chart-core .u-over", new() { Position = new() { X = 120, Y = 60 } });
        await visitor.UntilAsync($"{Values} !== '{before}' && [...document.querySelectorAll('.chart header time')].every(t => /\\d:\\d\\d/.test(t.textContent))");
        Assert.DoesNotContain("–", await page.EvaluateAsync<string>(Values), StringComparison.Ordinal);
        await visitor.PictureAsync("charts-cards-pointer");

        // Eight lines, eight patterns or colours of their own, of which two never are the same.
        string[] looks = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#chart-core button.k')].map(b => b.className)");
        Assert.Equal(PastAgent.Cards, looks.Distinct().Count());
        Task<int> InkAsync(string color) => page.EvaluateAsync<int>(ChartPage.Count, new { id = "chart-core", color, least = 200, most = 255 });
        int others = await InkAsync("--c2");
        await page.FocusAsync("#chart-core button.k >> nth=3");
        await Eventually.CostlyAsync(async () => await InkAsync("--c2") < others / 2 && await InkAsync("--c4") > 0, TimeSpan.FromSeconds(60), "lines that fade", Cancellation);
        await page.EvaluateAsync("document.activeElement.blur()");
        await Eventually.CostlyAsync(async () => await InkAsync("--c2") > others / 2, TimeSpan.FromSeconds(60), "lines that come back", Cancellation);
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task Keys_read_values_zoom_and_lead_back_and_so_do_links()
    {
        await using var visitor = await world.VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts?range=24h");
        await visitor.DrawnAsync(5);
        await page.FocusAsync("#chart-power > .body");
        await page.Keyboard.PressAsync("End");
        string last = await page.InnerTextAsync("#chart-power [role=status]");
        Assert.Matches(@"\d:\d\d.*rig \d", last);
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        Assert.NotEqual(last, await page.InnerTextAsync("#chart-power [role=status]"));
        await page.Keyboard.PressAsync("+");
        await page.ArrivedAsync(static url => url.Contains("from=", StringComparison.Ordinal));
        await visitor.DrawnAsync(5);
        await page.Keyboard.PressAsync("Escape");   // the chart has the focus still
        await page.ArrivedAsync(static url => url.Contains("range=24h", StringComparison.Ordinal));
        await visitor.DrawnAsync(5);

        foreach (string link in new[] { "Closer", "Earlier", "Wider", "Later" })
        {
            string before = page.Url;
            await page.Locator("#history-ribbon a[data-history-link]", new() { HasText = link }).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.ArrivedAsync(url => url != before && url.Contains("from=", StringComparison.Ordinal));
            await visitor.DrawnAsync(5);
            string query = new Uri(page.Url).Query;
            await visitor.UntilAsync($"document.querySelector('#history-ribbon a[download]').getAttribute('href').includes('{query[1..]}')", seconds: 60);
        }
        await page.Locator("#history-ribbon a", new() { HasText = "Reset zoom" }).ClickAsync();
        await page.ArrivedAsync(static url => url.Contains("range=24h", StringComparison.Ordinal));
        visitor.AssertQuiet();
    }
}
