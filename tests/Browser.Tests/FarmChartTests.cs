using BloxOs.TestServers;

namespace BloxOs.Browser.Tests;

/// <summary>Charts of a farm, of the demo's rigs and the past that they were given.</summary>
public sealed class FarmChartTests(Chromium chromium, SharedDemo demo)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_farm_shows_hashrates_power_rigs_and_shares_in_every_range_at_every_width_and_in_both_themes()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        string farm = new Uri(visitor.Page.Url).AbsolutePath;
        await HasHistoryAsync(visitor, farm);
        foreach (var (width, height) in new[] { (1440, 900), (390, 844) })
        {
            await visitor.Page.SetViewportSizeAsync(width, height);
            foreach (string range in new[] { "1y", "24h", "7d", "6h" })
            {
                await visitor.Page.GotoAsync($"{farm}/charts?range={range}");
                int charts = await visitor.Page.Locator("#history-figures tbody tr:has-text('Power')").CountAsync();
                Assert.Equal(1, charts);
                await visitor.UntilAsync("document.querySelectorAll('.chart canvas').length >= 5 && !document.getElementById('charts').hasAttribute('aria-busy')", seconds: 90);
                // Of a year the demo has a day and a half, too narrow for a colour of its own.
                foreach (string id in range == "1y" ? [] : new[] { "chart-hash-kawpow", "chart-power", "chart-rigs" }) { await visitor.HasColorAsync(id, "--c1"); }
                Assert.Equal(1, await visitor.Page.Locator($"#history-ribbon [aria-current=true][href*='range={range}']").CountAsync());
                Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{range} is wider than {width}");
                await visitor.PictureAsync($"farm-charts-{range}-{width}-dark");
            }
            await visitor.WearAsync("light");
            await visitor.HasColorAsync("chart-power", "--c1");
            await visitor.PictureAsync($"farm-charts-6h-{width}-light");
        }
        visitor.AssertQuiet();
    }

    [Fact]
    public async Task Of_a_farm_too_a_stretch_is_looked_at_closer_and_saved()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        string farm = new Uri(visitor.Page.Url).AbsolutePath;
        await HasHistoryAsync(visitor, farm);
        await visitor.Page.GotoAsync($"{farm}/charts?range=24h");
        await visitor.UntilAsync("document.querySelectorAll('#chart-power canvas').length === 1 && !document.getElementById('charts').hasAttribute('aria-busy')", seconds: 90);
        await visitor.Page.ZoomAsync("#chart-power .u-over", 0.5, 0.7);
        await visitor.UntilAsync("document.querySelector('#history-ribbon a[download]').getAttribute('href').includes('from=')", seconds: 60);
        await visitor.HasColorAsync("chart-power", "--c1");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.ClickAsync("#history-ribbon a[download]"));
        string[] lines = await File.ReadAllLinesAsync((await download.PathAsync())!, Cancellation);
        Assert.Contains("\"Power, kW\"", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines.Length, 50, 70);   // 4.8 hours in steps of five minutes
        visitor.AssertQuiet();
    }

    /// <summary>What rigs report is packed and summed up by jobs; a server that has just started takes a minute or more to come to it.</summary>
    static Task HasHistoryAsync(Visitor visitor, string farm) =>
        Eventually.CostlyAsync(
            async () => (await (await visitor.Page.APIRequest.GetAsync($"{farm}/charts?handler=Data&range=24h")).TextAsync()).Contains("\"id\":\"hash-kawpow\"", StringComparison.Ordinal),
            TimeSpan.FromMinutes(8), "the farm's history", Cancellation);
}
