using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>What a list says while it waits for the server, when that does not answer, and when nothing fits.</summary>
public sealed class ListStatesTests(Chromium chromium, SharedDemo demo)
{
    [Theory]
    [InlineData("", ".rig")]
    [InlineData("?v=tiles", ".tile")]
    public async Task A_search_says_that_it_waits_that_nobody_answers_and_that_nothing_fits(string view, string one)
    {
        await using var visitor = await demo.OnListAsync(chromium);
        var page = visitor.Page;
        await page.GotoAsync(page.Url.Split('?')[0] + view);
        await visitor.UntilAsync($"document.querySelectorAll('{one}').length >= 12");
        if (view.Length > 0)
        {
            // The rule of a tile's state: a pointer finds it on the tile, a finger or the keyboard in the key above.
            await page.Locator(one, new() { Has = page.Locator(".st.mining") }).First.HoverAsync();
            await visitor.UntilAsync("[...document.querySelectorAll('.tile > a')].some(a => a.title === 'Mining: At least one miner has a hashrate above 0.')");
            await page.FocusAsync("#tile-states summary");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("#rule-stale", new() { HasText = "A connection, but nothing came over it" }).WaitForAsync();
            await page.Keyboard.PressAsync("Escape");
            await visitor.UntilAsync("!document.getElementById('tile-states').open");
        }
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/*handler=List*", async route => { await held.Task; await route.ContinueAsync(); });
        await page.FillAsync("#q", "oak-07");
        await visitor.UntilAsync("document.getElementById('rig-list').getAttribute('aria-busy') === 'true' && getComputedStyle(document.getElementById('rig-list'), '::before').content.includes('Searching')");
        held.SetResult();
        await visitor.UntilAsync($"document.querySelectorAll('{one}').length === 1 && !document.getElementById('rig-list').hasAttribute('aria-busy')");
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });

        await page.RouteAsync("**/*handler=List*", static route => route.AbortAsync());
        await page.FillAsync("#q", "oak");
        await page.Locator("#list-note", new() { HasText = "The server did not answer" }).WaitForAsync();
        Assert.Equal(1, await page.Locator(one).CountAsync());   // the old list stays
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
        await page.RouteAsync("**/*handler=List*", static route => route.FulfillAsync(new() { Status = 503, Body = "away" }));
        await page.EvaluateAsync("document.getElementById('list-note').remove()");
        await page.FillAsync("#q", "oak-0");
        await page.Locator("#list-note").WaitForAsync();
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });

        // A server that hangs: its time ends, the old list stays, and the button of the note asks again.
        var hung = new TaskCompletionSource();
        await page.EvaluateAsync("document.getElementById('list-note').remove(); document.getElementById('find').setAttribute('hx-request', '{\"timeout\":400}')");
        await page.RouteAsync("**/*handler=List*", async route => { await hung.Task; await route.AbortAsync(); });
        await page.FillAsync("#q", "oak-07");
        await page.Locator("#list-note", new() { HasText = "The server did not answer" }).WaitForAsync();
        await visitor.UntilAsync($"!document.getElementById('rig-list').hasAttribute('aria-busy') && document.querySelectorAll('{one}').length === 1");
        hung.SetResult();
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
        await page.EvaluateAsync("document.getElementById('find').setAttribute('hx-request', '{\"timeout\":60000}')");
        await page.Locator("#list-note button", new() { HasText = "Try again" }).ClickAsync();
        await visitor.UntilAsync($"!document.getElementById('list-note') && new URL(location).searchParams.get('q') === 'oak-07' && document.querySelectorAll('{one}').length === 1");

        await page.FillAsync("#q", "nothing-like-this");
        await page.Locator("#more", new() { HasText = "No rig matches" }).WaitForAsync();
        Assert.Equal(0, await page.Locator("#list-note").CountAsync());
        Assert.DoesNotContain(visitor.Complaints, static one => !one.StartsWith("Failed to load resource", StringComparison.Ordinal) && !one.StartsWith("Response Status Error", StringComparison.Ordinal) && !one.StartsWith("htmx:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_scrolled_to_says_that_it_loads_and_that_nobody_answers_and_comes_when_it_is_scrolled_to_again()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        var page = visitor.Page;
        await visitor.UntilAsync("document.querySelectorAll('.rig').length >= 12 && document.querySelectorAll('.rig .st.mining').length > 5");
        var held = new TaskCompletionSource();
        int asked = 0;
        await page.RouteAsync("**/*handler=More*", async route =>
        {
            int go = Interlocked.Increment(ref asked);
            if (go == 1) { await held.Task; await route.AbortAsync(); }
            else if (go == 2) { await route.FulfillAsync(new() { Status = 503, Body = "away" }); }
            else { await route.ContinueAsync(); }
        });
        // As the server leaves a list that has more rigs than one answer.
        await page.EvaluateAsync("""
            (() => {
              window.again = () => document.dispatchEvent(new CustomEvent('blox:drawn'));   // watches the end anew, as after a scroll
              for (const row of [...document.querySelectorAll('.rig')].slice(4)) row.remove();
              document.getElementById('more').innerHTML = `<a class="btn small" data-more="${location.pathname}?after=${encodeURIComponent(document.querySelectorAll('.rig')[3].dataset.key)}" href="${location.pathname}">More: 4 of 12 rigs shown</a>`;
              again();
            })()
            """);
        await visitor.UntilAsync("document.querySelector('#more a[aria-busy]')?.textContent === 'Loading…'");
        held.SetResult();
        const string Unanswered = "document.querySelector('#more a:not([aria-busy])')?.textContent === 'No answer. More: 4 of 12 rigs shown'";
        await visitor.UntilAsync(Unanswered);
        await page.EvaluateAsync("again()");
        await TestServers.Eventually.Async(() => Volatile.Read(ref asked) == 2, TimeSpan.FromSeconds(90), "the second request", TestContext.Current.CancellationToken);
        await visitor.UntilAsync(Unanswered);
        await page.EvaluateAsync("again()");
        await visitor.UntilAsync("document.querySelectorAll('.rig').length > 4 && !document.querySelector('#more a')");
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
    }
}
