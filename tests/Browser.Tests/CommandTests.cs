using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Commands as a person gives them, to the demo's rigs.</summary>
public sealed class CommandTests(Chromium chromium, SharedDemo demo)
{
    static readonly string? s_shots = Environment.GetEnvironmentVariable("BLOXOS_SHOTS");

    [Fact]
    public async Task Miners_are_stopped_and_started_and_the_page_shows_it_without_a_reload()
    {
        await using var visitor = await demo.OnRigAsync(chromium, ".rig:has(.st.mining)", "fir-05");
        var page = visitor.Page;
        await visitor.UntilAsync("document.querySelectorAll('#rig-orders .badge.ok').length > 0", seconds: 60);
        await page.ClickAsync("button[value=StopMiner]");
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live' && document.querySelector('#rig-commands .command .badge.ok') !== null", seconds: 60);
        await visitor.UntilAsync("[...document.querySelectorAll('#rig-orders .badge')].some(b => b.textContent === 'stopped')", seconds: 60);
        await page.ClickAsync("button[value=StartMiner]");
        await visitor.UntilAsync("document.querySelectorAll('#rig-commands .command .badge.ok').length === 2", seconds: 60);
        await page.ClickAsync(".actions summary");
        await page.ClickAsync("button[value=Diagnose]");
        await visitor.UntilAsync("document.querySelectorAll('#rig-commands .command .badge.ok').length === 3", seconds: 60);
        await ShootAsync(visitor, "rig");
        await page.GotoAsync(page.Url.Split('?')[0] + "/commands");
        await page.ClickAsync(".command a:text('What it said')");
        await page.WaitForSelectorAsync("details[id$=-out][open]");
        await ShootAsync(visitor, "commands");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_miner_shows_its_log_as_it_grows()
    {
        await using var visitor = await demo.OnRigAsync(chromium, ".rig:has(.st.mining)", "oak-11");
        await visitor.UntilAsync("document.querySelector('#rig-orders .lines a') !== null", seconds: 60);
        await visitor.Page.ClickAsync("#rig-orders .lines a");
        await visitor.UntilAsync("document.querySelectorAll('.log .line').length > 14", seconds: 60);
        await ShootAsync(visitor, "miner");
        Assert.Empty(visitor.Complaints);
    }

    [Theory, InlineData("oak-01", 1440, 900), InlineData("oak-04", 390, 844)]
    public async Task What_a_rig_is_to_do_is_set_by_a_form_that_fits(string name, int width, int height)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            string suffix = $"{width}-{scheme}";
            await using var visitor = await demo.OnRigAsync(chromium, ".rig", name, width, height, scheme);
            var page = visitor.Page;
            string rig = new Uri(page.Url).AbsolutePath;
            await AssertFitsAsync(visitor, "rig-" + suffix);
            await page.GotoAsync(rig + "/confirm?kind=Reboot");
            await AssertFitsAsync(visitor, "confirm-" + suffix);
            await page.GotoAsync(rig + "/work/miner");
            await page.FillAsync("#name", scheme == ColorScheme.Dark ? "main" : "second");
            await page.SelectOptionAsync("#miner", "t-rex");
            await page.FillAsync("#a0", "kawpow");
            await page.FillAsync("#p0-0h", "pool.example");
            await page.FillAsync("#p0-0p", "3333");
            await page.FillAsync("#p0-0u", "RWalletOfMara");
            await page.FillAsync("#p0-0s", "x");
            await AssertFitsAsync(visitor, "work-miner-" + suffix);
            await page.ClickAsync("form.card button[type=submit]");
            await page.ArrivedAsync(url => url.Contains("saved=true", StringComparison.Ordinal));
            await AssertFitsAsync(visitor, "work-" + suffix);
            await page.GotoAsync(rig);
            // A simulated rig says that it is in force, and may go on with the miner that it plays: then the page names the difference.
            string miner = scheme == ColorScheme.Dark ? "main" : "second";
            await visitor.UntilAsync($$"""
                [...document.querySelectorAll('#rig-orders .badge')].some(b => b.textContent === 'as wanted')
                || document.querySelector('#rig-orders .drift')?.textContent.includes('{{miner}}') === true
                """, seconds: 60);
            Assert.Empty(visitor.Complaints);
        }
    }

    static async Task AssertFitsAsync(Visitor visitor, string name)
    {
        await visitor.Page.LoadedAsync();
        if (name.EndsWith("Light", StringComparison.Ordinal)) { await visitor.Page.EvaluateAsync("document.documentElement.dataset.theme = 'light'"); }
        await ShootAsync(visitor, name);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{visitor.Page.Url} is wider than the window");
    }

    /// <summary>A picture to look at, when a folder for it is named.</summary>
    static async Task ShootAsync(Visitor visitor, string name)
    {
        if (s_shots is not null) { await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(s_shots, name + ".png"), FullPage = true }); }
    }
}
