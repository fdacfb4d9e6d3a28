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
