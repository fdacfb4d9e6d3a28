using Microsoft.Playwright;
using BloxOs.TestServers;

namespace BloxOs.Browser.Tests;

/// <summary>A line that is slow, or breaks: answers come late, or not at all, and pushes come before or after them. What stands there in the end is what is so now.</summary>
public sealed class LateAnswerTests(Chromium chromium, SharedDemo demo)
{
    const string Anew = "**/*handler=List*", Live = "document.querySelector('#live')?.textContent === 'Live'";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An order of answers that a slow line makes: what was pushed is newer than what the page asked for, and comes first. A rig that fell silent then says so once.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("rig")]
    public async Task What_is_pushed_while_a_page_fetches_itself_anew_outlives_the_answer(string which)
    {
        var (visitor, line) = await OpenAsync(which);
        await using var _ = visitor;
        var page = visitor.Page;
        var (asked, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(Anew, async route =>
        {
            var answer = await route.FetchAsync();
            asked.TrySetResult();
            await held.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        string id = which == "rig" ? "rig-head" : await page.EvaluateAsync<string>("document.querySelector('.rig:has(.st.mining)').id");
        await line.BreakAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        line.IsAlone = true;
        line.Push(1, (id, await WithAsync(page, id, which == "rig" ? "h1" : ".word", "fell silent")));
        await visitor.UntilAsync($"document.getElementById('{id}').textContent.includes('fell silent')");
        held.SetResult();
        await visitor.UntilAsync($"{Live} && document.getElementById('{id}').textContent.includes('fell silent')", seconds: 30);
    }

    /// <summary>A selected number waits; what was pushed for it and waits with it is old when everything was fetched anew, and so is the number itself.</summary>
    [Fact]
    public async Task What_waited_for_the_end_of_a_selection_does_not_come_back_after_the_page_has_caught_up()
    {
        var (visitor, line) = await OpenAsync("");
        await using var _ = visitor;
        var page = visitor.Page;
        line.IsAlone = true;
        string id = await page.EvaluateAsync<string>("document.querySelector('.rig:has(.st.mining):has(.c-hash > span > .u)').id");
        line.Push(1, (id, await WithAsync(page, id, ".c-hash > span", "STALE")));
        await visitor.UntilAsync($"(window.row = document.getElementById('{id}')).querySelector('.c-hash > span').textContent === 'STALE'");
        await page.EvaluateAsync("(() => { const text = row.querySelector('.c-hash > span').firstChild; getSelection().setBaseAndExtent(text, 0, text, text.length); })()");
        string old = await WithAsync(page, id, ".word", "OLD");
        line.Push(1, (id, old.Replace("STALE", "OLDER", StringComparison.Ordinal)));
        await visitor.UntilAsync("row.querySelector('.word').textContent === 'OLD' && getSelection().toString() === 'STALE'");
        await line.BreakAsync();
        await visitor.UntilAsync($"{Live} && row.isConnected && row.querySelector('.word').textContent !== 'OLD' && getSelection().toString() === 'STALE'");
        await page.EvaluateAsync("getSelection().removeAllRanges()");
        await visitor.UntilAsync("row.isConnected && !/STALE|OLD/.test(row.textContent)", seconds: 30);
    }

    /// <summary>A dead line may leave a question without an answer and without an error for a quarter of an hour.</summary>
    [Fact]
    public async Task A_question_that_nobody_answers_is_asked_again()
    {
        var (visitor, line) = await OpenAsync("", "(() => { const real = AbortSignal.timeout; AbortSignal.timeout = ms => real.call(AbortSignal, window.hurry ? 100 : ms); })()");
        await using var _ = visitor;
        var page = visitor.Page;
        int asked = 0;
        await page.RouteAsync(Anew, async route =>
        {
            if (Interlocked.Increment(ref asked) > 1) { await route.ContinueAsync(); }
        });
        await page.EvaluateAsync("window.hurry = true");
        await line.BreakAsync();
        await Eventually.Async(() => Volatile.Read(ref asked) > 0, TimeSpan.FromSeconds(60), "the question", Cancellation);
        await page.EvaluateAsync("window.hurry = false");
        await visitor.UntilAsync(Live, seconds: 60);
    }

    /// <summary>On a slow line it takes a while until a page is live, and who scrolls meanwhile sees rows that the server has to hear of.</summary>
    [Fact]
    public async Task Who_scrolls_while_the_page_goes_live_has_live_rows_there()
    {
        await using var visitor = await demo.VisitAsync(chromium, 390, 500);
        var (page, line) = (visitor.Page, new LiveLine { HoldsAnswers = true });
        await line.ListenAsync(page);
        await page.AddInitScriptAsync("document.addEventListener('blox:window', () => { window.told = (window.told ?? 0) + 1; })");
        await page.GotoAsync("/");
        await Eventually.CostlyAsync(() => Task.FromResult(!line.Shown.IsEmpty), what: "the page says what it shows", cancellation: Cancellation);
        await page.EvaluateAsync("(() => { window.before = window.told; document.getElementById('rigs-rest').lastElementChild.scrollIntoView(); })()");
        await visitor.UntilAsync("window.told > window.before");
        string last = (await page.EvaluateAsync<string>("document.getElementById('rigs-rest').lastElementChild.id"))[4..];
        Assert.DoesNotContain(last, Rigs(line.Shown.First()));
        line.Release();
        await visitor.UntilAsync(Live);
        await Eventually.CostlyAsync(() => Task.FromResult(Rigs(line.Shown.Last()).Contains(last)), TimeSpan.FromSeconds(30), "the server hears of the rows that are seen", Cancellation);

        static string[] Rigs(System.Text.Json.JsonElement shown) => [.. shown.GetProperty("rigs").EnumerateArray().Select(static one => one.GetString()!)];
    }

    /// <summary>Rows do not come while somebody is at the list; one that is gone again before it came does not come at all.</summary>
    [Fact]
    public async Task A_row_that_leaves_before_it_came_does_not_come()
    {
        var (visitor, line) = await OpenAsync("");
        await using var _ = visitor;
        var page = visitor.Page;
        line.IsAlone = true;
        string id = await page.EvaluateAsync<string>("document.querySelector('.rig').id"), row = await page.EvaluateAsync<string>("document.querySelector('.rig').outerHTML");
        await page.DispatchEventAsync("#main", "pointerdown");
        line.Push(1, ("rig-ghost", row.Replace(id, "rig-ghost", StringComparison.Ordinal)), ("rig-comes", row.Replace(id, "rig-comes", StringComparison.Ordinal)), ("count-all", "<b id=\"count-all\">76</b>"));
        await visitor.UntilAsync("document.getElementById('count-all').textContent === '76'");
        line.Push(1, ("rig-ghost", ""), ("count-all", "<b id=\"count-all\">77</b>"));
        await visitor.UntilAsync("document.getElementById('count-all').textContent === '77'");
        await page.DispatchEventAsync("#main", "pointerup");
        await visitor.UntilAsync("document.getElementById('rig-comes') !== null");
        Assert.Equal(0, await page.Locator("#rig-ghost").CountAsync());
    }

    /// <summary>Where the line broke while the next rows were on their way, the list that was fetched anew may end before them.</summary>
    [Fact]
    public async Task The_next_rows_of_a_list_that_was_fetched_anew_meanwhile_are_asked_for_once_more()
    {
        var (visitor, line) = await OpenAsync("");
        await using var _ = visitor;
        var page = visitor.Page;
        line.IsAlone = true;
        await visitor.UntilAsync("document.querySelectorAll('.rig').length >= 12 && document.querySelectorAll('.rig .st.mining').length > 5");
        var (asked, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/*handler=More*", async route =>
        {
            if (!asked.TrySetResult()) { await route.ContinueAsync(); return; }
            var answer = await route.FetchAsync();
            await held.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.RouteAsync(Anew, static route => route.AbortAsync());
        // As the server leaves a list that has more rigs than one answer, and as it is after it was fetched anew.
        await page.EvaluateAsync("""
            (() => {
              window.all = document.querySelectorAll('.rig').length;
              window.endsAt = (list, n) => {
                for (const row of [...list.querySelectorAll('.rig')].slice(n)) row.remove();
                list.querySelector('#more').innerHTML = `<a class="btn small" data-more="${location.pathname}?after=${encodeURIComponent(list.querySelectorAll('.rig')[n - 1].dataset.key)}" href="${location.pathname}">More: ${n} of ${all} rigs shown</a>`;
                return list;
              };
              const list = document.getElementById('rig-list');
              window.short = endsAt(list.cloneNode(true), 4);
              endsAt(list, 8);
              document.dispatchEvent(new CustomEvent('blox:drawn'));
            })()
            """);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await page.EvaluateAsync("bloxPatch(document.getElementById('rig-list'), short); document.dispatchEvent(new CustomEvent('blox:drawn'))");
        held.SetResult();
        await visitor.UntilAsync("document.querySelectorAll('.rig').length === all && !document.querySelector('#more a')", seconds: 30);
        await page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.Wait });
    }

    /// <summary>Somebody is at it with the keyboard, and would begin at the top of the page again.</summary>
    [Fact]
    public async Task A_row_that_has_the_focus_leaves_when_it_has_lost_it()
    {
        var (visitor, line) = await OpenAsync("");
        await using var _ = visitor;
        var page = visitor.Page;
        line.IsAlone = true;
        await page.EvaluateAsync("(() => { window.row = document.querySelector('.rig'); row.querySelector('.name').focus(); })()");
        line.Push(1, (await page.EvaluateAsync<string>("row.id"), ""));
        await visitor.UntilAsync("!row.isConnected || row.classList.contains('gone')");
        Assert.True(await page.EvaluateAsync<bool>("row.isConnected && row.contains(document.activeElement)"));
        await page.EvaluateAsync("document.activeElement.blur()");
        await visitor.UntilAsync("!row.isConnected");
    }

    /// <summary>A tab that was opened behind others and is looked at ten minutes later shows figures of then, and must not call them live.</summary>
    [Fact]
    public async Task A_page_that_was_not_looked_at_when_it_came_fetches_itself_anew_before_it_says_live()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        var page = visitor.Page;
        await page.AddInitScriptAsync("window.away = true; " + Visitor.Hideable);
        await page.Clock.InstallAsync();
        var (asked, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(Anew, async route =>
        {
            asked.TrySetResult();
            await held.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(page.Url);
        await page.Clock.RunForAsync(10_000);
        await visitor.UntilAsync("window.signalR !== undefined");
        await page.Clock.FastForwardAsync(600_000);
        await page.EvaluateAsync("look(true)");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.StartsWith("as of ", await page.InnerTextAsync("#live"), StringComparison.OrdinalIgnoreCase);
        held.SetResult();
        await visitor.UntilAsync(Live);
    }

    async Task<(Visitor Visitor, LiveLine Line)> OpenAsync(string which, string? script = null)
    {
        var (visitor, line) = (await demo.OnListAsync(chromium), new LiveLine());
        string href = which == "rig" ? await Demo.RigAsync(visitor, ".rig:has(.st.mining)") : visitor.Page.Url;
        await line.ListenAsync(visitor.Page);
        if (script is not null) { await visitor.Page.AddInitScriptAsync(script); }
        await visitor.Page.GotoAsync(href);
        await visitor.UntilAsync($"{Live} && (document.querySelector('.rig .st.mining') ?? document.querySelector('#rig-head')) !== null");
        return (visitor, line);
    }

    /// <summary>The HTML of an element as it stands there, with another text in one of its parts.</summary>
    static Task<string> WithAsync(IPage page, string id, string part, string text) => page.EvaluateAsync<string>(
        "([id, part, text]) => { const copy = document.getElementById(id).cloneNode(true); copy.querySelector(part).textContent = text; return copy.outerHTML; }", new[] { id, part, text });
}
