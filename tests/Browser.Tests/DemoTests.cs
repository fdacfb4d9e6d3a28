using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>The demo's pages, at every size and theme that people have.</summary>
public sealed class DemoTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    const string Email = "demo@example.com";

    WebServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync(TestContext.Current.CancellationToken, "--demo");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Twelve_rigs_are_shown_and_change_without_a_reload()
    {
        await using var visitor = await SignedInAsync();
        await visitor.UntilAsync("document.querySelectorAll('.rig').length === 12");
        await visitor.UntilAsync("document.querySelectorAll('.gpu.dead').length === 1 && document.querySelectorAll('.gpu.critical').length >= 1 && document.querySelectorAll('.gpu.cpu').length === 1");
        await visitor.UntilAsync("[...document.querySelectorAll('.rig .st')].some(s => s.getAttribute('aria-label') === 'offline')", seconds: 60);
        await visitor.Page.EvaluateAsync("window.stays = true; window.before = document.querySelector('.farm').innerText + document.querySelector('.rig .st.mining').closest('.rig').innerText");
        await visitor.UntilAsync("window.before !== document.querySelector('.farm').innerText + document.querySelector('.rig .st.mining').closest('.rig').innerText");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("window.stays"));   // the same document

        await visitor.Page.ClickAsync(".rig:has(.gpu.critical) .name");
        await visitor.UntilAsync("document.querySelector('#live').textContent === 'Live'");
        await visitor.Page.EvaluateAsync("window.stays = true; window.before = document.querySelector('table').innerText");
        await visitor.UntilAsync("window.before !== document.querySelector('table').innerText");
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
            Assert.Empty(visitor.Complaints);
        }
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
        await visitor.UntilAsync("document.querySelectorAll('.rig').length > 0 && [...document.querySelectorAll('.rig .name')].every(n => n.textContent.includes('oak'))");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public void The_console_says_where_it_is_and_how_to_get_in_and_nothing_noisy()
    {
        Assert.Contains(_server.Url.ToString().TrimEnd('/'), _server.Output, StringComparison.Ordinal);
        Assert.NotEmpty(_server.DemoPassword);
        Assert.DoesNotContain("warn:", _server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", _server.Output, StringComparison.Ordinal);
        Assert.True(_server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length <= 10, _server.Output);
    }

    async Task<Visitor> SignedInAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Dark)
    {
        var visitor = await chromium.VisitAsync(_server.Url, width, height, scheme);
        await visitor.SignInAsync(Email, _server.DemoPassword);
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live'");
        return visitor;
    }

    /// <summary>Nothing sticks out to the side; a table scrolls inside its own box.</summary>
    static async Task AssertFitsAsync(Visitor visitor)
    {
        await visitor.Page.WaitForLoadStateAsync();
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{visitor.Page.Url} is wider than the window");
    }
}
