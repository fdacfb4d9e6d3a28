namespace BloxOs.Browser.Tests;

/// <summary>A rig's page while it lives: what a person has opened, focused and scrolled stays as it is.</summary>
public sealed class RigPageTests(Chromium chromium, SharedDemo demo)
{
    [Fact]
    public async Task A_card_is_opened_by_a_link_and_by_the_keyboard_and_stays_open()
    {
        await using var visitor = await RigAsync(".rig:has(.gpu.critical)");
        string rig = visitor.Page.Url;
        await visitor.Page.GotoAsync(rig + "#gpu-1");
        await visitor.Page.Locator("#gpu-1 + tr.card-more .gpu-facts").WaitForAsync();
        Assert.False(await visitor.Page.Locator("#gpu-0 + tr.card-more").IsVisibleAsync());
        Assert.Contains("PCI address", await visitor.Page.InnerTextAsync("#gpu-1 + tr.card-more"), StringComparison.Ordinal);

        await visitor.Page.FocusAsync("#gpu-0 summary");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Locator("#gpu-0 + tr.card-more .gpu-facts").WaitForAsync();
        await TicksAsync(visitor);
        Assert.True(await visitor.Page.Locator("#gpu-0 + tr.card-more .gpu-facts").IsVisibleAsync());
        Assert.True(await visitor.Page.Locator("#gpu-1 + tr.card-more .gpu-facts").IsVisibleAsync());
        Assert.Equal("gpu-0-more", await visitor.Page.EvaluateAsync<string>("document.activeElement.closest('details')?.id ?? document.activeElement.outerHTML"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await TicksAsync(visitor);
        Assert.False(await visitor.Page.Locator("#gpu-0 + tr.card-more").IsVisibleAsync());
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task The_log_grows_on_the_page_and_is_not_torn_down_by_what_is_pushed()
    {
        await using var visitor = await RigAsync(".rig:has(.st.mining)");
        await visitor.UntilAsync("document.querySelectorAll('#rig-logs .log .line').length > 6", seconds: 60);
        await visitor.Page.EvaluateAsync("document.getElementById('rig-logs').dataset.mark = 'same'; window.lines = document.querySelectorAll('#rig-logs .line').length");
        await TicksAsync(visitor);
        await visitor.UntilAsync("document.querySelectorAll('#rig-logs .line').length > window.lines", seconds: 60);
        Assert.Equal("same", await visitor.Page.GetAttributeAsync("#rig-logs", "data-mark"));
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>Its end asks for what comes next, once: a line that breaks for a moment, a server that starts again or a laptop that slept would leave it standing under "Live".</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_says_that_nobody_answers_and_goes_on_by_itself(bool ofMiner)
    {
        await using var visitor = await RigAsync(".rig:has(.st.mining)");
        var page = visitor.Page;
        if (ofMiner)
        {
            await page.ClickAsync("#rig-logs .foot a >> nth=0");
            await page.ArrivedAsync("**/miners/*");
        }
        await visitor.UntilAsync("document.querySelectorAll('.log .line').length > 6", seconds: 60);
        int asked = 0;
        await page.RouteAsync("**/*handler=Lines*", route => Interlocked.Increment(ref asked) % 2 == 1 ? route.AbortAsync() : route.FulfillAsync(new() { Status = 503 }));
        await visitor.UntilAsync("document.querySelector('.log .line[hx-get]').textContent === 'The server does not answer. Asking again…'");
        await TestServers.Eventually.Async(() => Volatile.Read(ref asked) >= 2, TimeSpan.FromSeconds(60), "it asks again", TestContext.Current.CancellationToken);
        await page.EvaluateAsync("window.lines = document.querySelectorAll('.log .line').length");
        await page.UnrouteAllAsync(new() { Behavior = Microsoft.Playwright.UnrouteBehavior.Wait });
        await visitor.UntilAsync("document.querySelectorAll('.log .line').length > lines && !document.querySelector('.log').textContent.includes('does not answer')", seconds: 60);
        visitor.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal) || one.StartsWith("Response Status Error", StringComparison.Ordinal) || one.StartsWith("htmx:", StringComparison.Ordinal));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_silent_rig_says_why_as_far_as_is_known_and_a_state_says_its_rule()
    {
        await using var visitor = await RigAsync(".rig:has(.st.offline)");
        string why = await visitor.Page.InnerTextAsync(".why-box");
        foreach (string text in new[] { "Why is it down?", "The rig is silent", "The server hears other rigs", "What to do now" }) { Assert.Contains(text, why, StringComparison.Ordinal); }
        await visitor.Page.FocusAsync("#rig-state");
        Assert.Contains("No connection.", await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#rig-state'), '::after').content"), StringComparison.Ordinal);
        Assert.Contains("last known readings", await visitor.Page.InnerTextAsync("#rig-gpus"), StringComparison.Ordinal);
        await AssertLooksAsync(visitor, "rig-why");
    }

    [Fact]
    public async Task An_opened_card_fits_on_every_screen()
    {
        await using var visitor = await RigAsync(".rig:has(.gpu.critical)");
        await visitor.Page.ClickAsync("#gpu-0 summary");
        await visitor.UntilAsync("document.querySelectorAll('#rig-logs .log .line').length > 6", seconds: 60);
        await AssertLooksAsync(visitor, "rig-card-open");
    }

    static async Task AssertLooksAsync(Visitor visitor, string name)
    {
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce });
        var gallery = new Gallery(visitor);
        await gallery.LookAsync(name);
        Assert.True(gallery.Faults.Count == 0, string.Join("\n", gallery.Faults));
    }

    /// <summary>Waits until pushes have changed the table of cards twice.</summary>
    static async Task TicksAsync(Visitor visitor)
    {
        for (int i = 0; i < 2; i++)
        {
            await visitor.Page.EvaluateAsync("window.table = document.querySelector('#rig-gpus').textContent");
            await visitor.UntilAsync("document.querySelector('#rig-gpus').textContent !== window.table", seconds: 60);
        }
    }

    async Task<Visitor> RigAsync(string which)
    {
        var visitor = await demo.OnRigAsync(chromium, which);
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live'", seconds: 60);
        return visitor;
    }
}
