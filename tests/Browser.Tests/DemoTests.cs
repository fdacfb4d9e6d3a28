using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>The demo's pages, at every size and theme that people have.</summary>
public sealed class DemoTests(Chromium chromium, SharedDemo demo)
{
    [Fact]
    public async Task Twelve_rigs_are_shown_and_change_without_a_reload()
    {
        await using var visitor = await SignedInAsync();
        await visitor.UntilAsync("document.querySelectorAll('.rig').length === 12", seconds: 60);
        await visitor.UntilAsync("document.querySelectorAll('.gpu.dead').length === 1 && document.querySelectorAll('.gpu.critical').length >= 1 && document.querySelectorAll('.gpu.cpu').length === 1", seconds: 60);
        await visitor.UntilAsync("[...document.querySelectorAll('.rig .st')].some(s => s.getAttribute('aria-label') === 'offline')", seconds: 60);
        await visitor.Page.EvaluateAsync("window.stays = true; window.before = document.querySelector('.farm').innerText + document.querySelector('.rig .st.mining').closest('.rig').innerText");
        await visitor.UntilAsync("window.before !== document.querySelector('.farm').innerText + document.querySelector('.rig .st.mining').closest('.rig').innerText", seconds: 60);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"));   // the same document

        Assert.Matches(@"\d\.\d\d USD per hour", (await visitor.Page.InnerTextAsync(".farm .facts")).Replace('\u00a0', ' '));
        await visitor.Page.ClickAsync(".rig:has(.gpu.critical) .name");
        await visitor.UntilAsync("document.querySelector('#live').textContent === 'Live'", seconds: 60);
        await visitor.Page.EvaluateAsync("window.stays = true; window.before = document.querySelector('table').innerText");
        await visitor.UntilAsync("window.before !== document.querySelector('table').innerText", seconds: 60);
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"));
        Assert.Empty(visitor.Complaints);
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Pages_fit_and_are_quiet(int width, int height)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await using var visitor = await SignedInAsync(width, height, scheme);
            await AssertFitsAsync(visitor);
            foreach (string state in new[] { "mining", "offline" })
            {
                var link = visitor.Page.Locator($".rig:has(.st.{state}) .name").First;
                await link.WaitForAsync(new() { Timeout = 60_000 });
                string href = (await link.GetAttributeAsync("href"))!;
                await visitor.Page.GotoAsync(href);
                await AssertFitsAsync(visitor);
                await visitor.Page.GoBackAsync();
            }
            await AssertNothingIsPushedAsideAsync(visitor, width < 700 ? "#gpu-scroll" : ".wall-page .algos");
            Assert.Empty(visitor.Complaints);
        }
    }

    /// <summary>A phone shows the power of each card beside the widest marks, a wall every algorithm: nobody scrolls it.</summary>
    static async Task AssertNothingIsPushedAsideAsync(Visitor visitor, string box)
    {
        var hot = visitor.Page.Locator(".rig:has(.gpu.critical) .name").First;
        await hot.WaitForAsync(new() { Timeout = 60_000 });
        await visitor.Page.GotoAsync(box == "#gpu-scroll" ? (await hot.GetAttributeAsync("href"))! : new Uri(visitor.Page.Url).AbsolutePath + "/wall");
        // Heights are rounded apart from one another: up to a pixel is no line that is cut.
        await visitor.UntilAsync($"(box => box && box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight + 1)(document.querySelector('{box}'))");
        if (box != "#gpu-scroll") { return; }
        await visitor.Page.SetViewportSizeAsync(360, 740);   // the narrowest phones that are common
        if (Environment.GetEnvironmentVariable("BLOXOS_PICTURES") is { } pictures) { await visitor.Page.Locator(box).ScreenshotAsync(new() { Path = Path.Combine(pictures, "gpus-360.png") }); }
        // What is wrong with a card is a line across its row.
        string cut = await visitor.Page.EvaluateAsync<string>("(() => { const box = document.getElementById('gpu-scroll').getBoundingClientRect(); return [...document.querySelectorAll('#gpu-scroll tbody tr:not(.card-more) > *')].filter(td => td.checkVisibility() && ([td, ...td.querySelectorAll('.pocket')].some(e => e.getBoundingClientRect().right > box.right + .5) || (!td.querySelector('.pocket') && td.scrollWidth > td.clientWidth + 1))).map(td => td.innerText).join(', '); })()");
        Assert.Equal("", cut);
        // What an opened card tells makes the table of a laptop no wider.
        await visitor.Page.SetViewportSizeAsync(1280, 800);
        await visitor.Page.EvaluateAsync("document.querySelectorAll('details.card-more').forEach(one => { one.open = true; })");
        await visitor.UntilAsync("(box => box.querySelector('.gpu-facts').checkVisibility() && box.scrollWidth <= box.clientWidth)(document.getElementById('gpu-scroll'))");
    }

    [Fact]
    public async Task The_content_security_policy_allows_no_inline_code_and_a_filter_narrows_the_list()
    {
        await using var visitor = await SignedInAsync();
        var answer = await visitor.Page.ReloadAsync();
        string policy = answer!.Headers["content-security-policy"];
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        await visitor.Page.FillAsync("input[type=search]", "oak");
        await visitor.UntilAsync("document.querySelectorAll('.rig').length > 0 && [...document.querySelectorAll('.rig .name')].every(n => n.textContent.includes('oak'))", seconds: 60);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task The_console_says_where_it_is_and_how_to_get_in_and_nothing_noisy()
    {
        var server = await demo.ServerAsync();
        Assert.Contains(server.Url.ToString().TrimEnd('/'), demo.FirstWords, StringComparison.Ordinal);
        Assert.NotEmpty(demo.Password);
        Assert.DoesNotContain("warn:", demo.FirstWords, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", demo.FirstWords, StringComparison.Ordinal);
        // Where the start takes long, it says every few seconds how far it is.
        Assert.True(demo.FirstWords.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Count(static line => !line.StartsWith('…')) <= 10, demo.FirstWords);
    }

    Task<Visitor> SignedInAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark) => demo.OnListAsync(chromium, width, height, scheme);

    /// <summary>Nothing sticks out to the side; a table scrolls inside its own box.</summary>
    static async Task AssertFitsAsync(Visitor visitor)
    {
        await visitor.Page.LoadedAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{visitor.Page.Url} is wider than the window");
    }
}
