using System.Globalization;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Charts of a rig with a past, as a person looks at them.</summary>
public sealed class ChartTests(Chromium chromium, ChartWorld world) : IClassFixture<ChartWorld>
{
    static readonly string? s_pictures = Environment.GetEnvironmentVariable("BLOXOS_PICTURES");

    readonly WebServer _server = world.Server;
    readonly string _rig = world.Rig, _token = world.Token;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dark", 1440, 900), InlineData("light", 1440, 900), InlineData("dark", 390, 844), InlineData("light", 390, 844)]
    public async Task Charts_are_drawn_with_data_and_without_a_word_from_the_browser(string theme, int width, int height)
    {
        await using var visitor = await VisitAsync(theme, width, height);
        foreach (var (path, name, charts) in new[] { ($"{_rig}/charts?range=24h", "charts", 5), ($"{_rig}/charts?range=24h&view=cards", "charts-cards", 8), ($"{_rig}?range=24h", "rig-charts", 3) })
        {
            await visitor.Page.GotoAsync(path);
            await DrawnAsync(visitor, charts);
            Assert.True(await visitor.Page.EvaluateAsync<bool>(Painted), $"{path}: a chart is empty");
            Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{path} is wider than {width}");
            await PictureAsync(visitor, $"{name}-{width}-{theme}");
        }
        AssertQuiet(visitor);
    }

    [Fact]
    public async Task A_gap_is_a_gap_and_the_figures_are_those_of_the_data()
    {
        await using var visitor = await VisitAsync();
        await visitor.Page.GotoAsync($"{_rig}/charts?range=24h");
        await DrawnAsync(visitor, 5);
        // The middle of the gap, 7.5 hours ago, is empty from top to bottom; an hour on either side there is ink.
        foreach (var (hours, ink) in new[] { (7.5, false), (10.0, true), (5.0, true) })
        {
            Assert.Equal(ink, await visitor.Page.EvaluateAsync<bool>(InkAt, new { id = "chart-hash-kawpow", share = 1 - (hours / 24) }));
        }
        string row = await visitor.Page.Locator("#history-figures tr", new() { HasText = "KawPow" }).First.InnerTextAsync();
        Assert.Matches(@"37\d\.\d", row);   // eight cards of 46 MH/s
    }

    [Fact]
    public async Task Dragging_zooms_keeps_the_range_in_the_address_and_a_double_click_or_back_undoes_it()
    {
        await using var visitor = await VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts?range=24h");
        await DrawnAsync(visitor, 5);
        await DragAsync(page, "#chart-temps .u-over", 0.8, 0.9);
        await page.WaitForURLAsync(static url => url.Contains("from=", StringComparison.Ordinal));
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query);
        double hours = (long.Parse(query["to"]!, CultureInfo.InvariantCulture) - long.Parse(query["from"]!, CultureInfo.InvariantCulture)) / 3_600_000d;
        Assert.InRange(hours, 2.0, 2.8);   // a tenth of a day
        await visitor.UntilAsync("!document.querySelector('#history-ribbon [aria-current][href*=\"range=24h\"]')");

        await page.ReloadAsync();
        await DrawnAsync(visitor, 5);
        Assert.Contains("from=", page.Url, StringComparison.Ordinal);
        await page.GoBackAsync();
        await DrawnAsync(visitor, 5);

        await DragAsync(page, "#chart-power .u-over", 0.5, 0.6);
        await page.WaitForURLAsync(static url => url.Contains("from=", StringComparison.Ordinal));
        await DrawnAsync(visitor, 5);
        await page.Locator("#chart-power .u-over").DblClickAsync();
        await page.WaitForURLAsync(static url => url.Contains("range=24h", StringComparison.Ordinal));
        AssertQuiet(visitor);
    }

    [Fact]
    public async Task A_range_is_a_link_for_keys_and_pointers_and_lines_can_be_switched_off()
    {
        await using var visitor = await VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts");
        await DrawnAsync(visitor, 5);
        await page.Locator("#history-ribbon a", new() { HasText = "6 h" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(static url => url.Contains("range=6h", StringComparison.Ordinal));
        await visitor.UntilAsync("document.activeElement?.textContent === '6 h' && document.activeElement.getAttribute('aria-current') === 'true'");

        await DrawnAsync(visitor, 5);
        var line = page.Locator("#chart-temps button.k", new() { HasText = "memory" });
        Assert.True(await page.EvaluateAsync<bool>(HasColor, new { id = "chart-temps", color = "--c5" }));
        await line.ClickAsync();
        Assert.Equal("false", await line.GetAttributeAsync("aria-pressed"));
        await visitor.UntilAsync("!(" + HasColor + ")({ id: 'chart-temps', color: '--c5' })");

        await page.Locator("#history-ribbon a", new() { HasText = "Per card" }).ClickAsync();
        await visitor.UntilAsync("document.querySelectorAll('#chart-core button.k').length === 8");
        Assert.Contains("view=cards", page.Url, StringComparison.Ordinal);
        AssertQuiet(visitor);
    }

    [Fact]
    public async Task What_is_shown_is_saved_as_a_file()
    {
        await using var visitor = await VisitAsync();
        await visitor.Page.GotoAsync($"{_rig}/charts?range=6h");
        await DrawnAsync(visitor, 5);
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.ClickAsync("#history-ribbon a[download]"));
        Assert.Matches(@"^oak-07-\d{8}-\d{4}\.csv$", download.SuggestedFilename);
        string[] lines = await File.ReadAllLinesAsync(await download.PathAsync(), Cancellation);
        Assert.StartsWith("\"time\",\"KawPow, MH/s\"", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 300, 400);   // a sample a minute
    }

    [Fact]
    public async Task The_live_edge_moves_and_stops_in_a_fixed_range()
    {
        await using var visitor = await VisitAsync();
        var page = visitor.Page;
        await page.GotoAsync($"{_rig}/charts?range=1h");
        await DrawnAsync(visitor, 5);
        Assert.False(await page.EvaluateAsync<bool>(InkAt, new { id = "chart-hash-kawpow", share = 0.999 }));
        await using var agent = new PastAgent(_server.Url, _token);
        await agent.ConnectAsync();
        string before = await page.InnerTextAsync("#chart-power b");
        for (int i = 0; i < 3; i++) { await agent.SendAsync(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)); }
        await visitor.UntilAsync($"document.querySelector('#chart-power b').textContent !== '{before}'", seconds: 60);
        AssertQuiet(visitor);
    }

    [Fact]
    public async Task Without_a_script_there_are_a_ribbon_figures_and_a_file()
    {
        await using var owner = await VisitAsync();
        var cookies = await owner.Page.Context.CookiesAsync();
        await using var visitor = await chromium.VisitAsync(_server.Url, javaScript: false);
        await visitor.Page.Context.AddCookiesAsync(cookies.Select(static one => new Cookie { Name = one.Name, Value = one.Value, Domain = one.Domain, Path = one.Path }));
        await visitor.Page.GotoAsync($"{_rig}/charts?range=6h");
        Assert.Equal(1, await visitor.Page.Locator("#history-ribbon svg").CountAsync());
        Assert.True(await visitor.Page.Locator("#history-figures tbody tr").CountAsync() > 5);
        Assert.Equal(1, await visitor.Page.Locator("#history-ribbon [aria-current]", new() { HasText = "6 h" }).CountAsync());
        Assert.True(await visitor.Page.Locator("#history noscript .note").IsVisibleAsync());
    }

    async Task<Visitor> VisitAsync(string theme = "dark", int width = 1440, int height = 900)
    {
        var visitor = await chromium.VisitAsync(_server.Url, width, height);
        await visitor.Page.Context.AddCookiesAsync([new Cookie { Name = "bloxos-theme", Value = theme, Url = _server.Url.ToString() }]);
        await visitor.SignInAsync(WebServer.Email, WebServer.Password);
        return visitor;
    }

    /// <summary>That this test looks at the pixels is what the browser warns of.</summary>
    static void AssertQuiet(Visitor visitor) => Assert.DoesNotContain(visitor.Complaints, static one => !one.StartsWith("Canvas2D", StringComparison.Ordinal));

    static Task DrawnAsync(Visitor visitor, int charts) =>
        visitor.UntilAsync($"document.querySelectorAll('.chart canvas').length === {charts} && !document.getElementById('charts').hasAttribute('aria-busy')", seconds: 60);

    static async Task DragAsync(IPage page, string target, double from, double to)
    {
        await page.Locator(target).ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator(target).BoundingBoxAsync())!;
        float y = box.Y + (box.Height / 2);
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * from), y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * (from + to) / 2), y);
        await page.Mouse.MoveAsync(box.X + (float)(box.Width * to), y);
        await page.Mouse.UpAsync();
    }

    static async Task PictureAsync(Visitor visitor, string name)
    {
        if (s_pictures is null) { return; }
        Directory.CreateDirectory(s_pictures);
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(s_pictures, name + ".png"), FullPage = true, Caret = ScreenshotCaret.Initial });
    }

    /// <summary>Every chart has something in the colour of its first line.</summary>
    const string Painted = """
        [...document.querySelectorAll('.chart')].every(card => {
          const canvas = card.querySelector('canvas'), pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let painted = 0;
          for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 200) painted++;
          return painted > 300;
        })
        """;

    /// <summary>Anything is drawn at this share of the time axis, beside the lines of the grid.</summary>
    const string InkAt = """
        ({ id, share }) => {
          const card = document.getElementById(id), canvas = card.querySelector('canvas'), over = card.querySelector('.u-over').getBoundingClientRect(), whole = canvas.getBoundingClientRect();
          const scale = canvas.width / whole.width, x = Math.round((over.left - whole.left + over.width * share) * scale);
          const color = getComputedStyle(document.documentElement).getPropertyValue('--c1').trim(), want = [1, 3, 5].map(i => parseInt(color.slice(i, i + 2), 16));
          const pixels = canvas.getContext('2d').getImageData(x - 1, 0, 3, canvas.height).data;
          for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 60 && want.every((w, k) => Math.abs(pixels[i + k] - w) < 24)) return true;
          return false;
        }
        """;

    /// <summary>The chart has a pixel in this colour of the theme.</summary>
    const string HasColor = """
        ({ id, color }) => {
          const canvas = document.getElementById(id).querySelector('canvas'), text = getComputedStyle(document.documentElement).getPropertyValue(color).trim();
          const want = [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16)), pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] > 200 && want.every((w, k) => Math.abs(pixels[i + k] - w) < 12)) return true;
          return false;
        }
        """;
}
