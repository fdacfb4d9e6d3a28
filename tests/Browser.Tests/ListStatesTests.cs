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
            await visitor.UntilAsync("document.getElementById('tiles').title === 'Mining: At least one miner has a hashrate above 0.'");
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

    /// <summary>The answer to what stood there before may still be on its way, or come between two letters.</summary>
    [Fact]
    public async Task Who_types_on_while_the_server_searches_sees_what_fits_the_last_text_and_the_console_stays_clean()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        var page = visitor.Page;
        var (asked, held) = (new System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource>(), new TaskCompletionSource());
        Task AskedAsync(string text) => asked.GetOrAdd(text, static _ => new()).Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await page.RouteAsync("**/*handler=List*", async route =>
        {
            string text = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query)["q"]!;
            asked.GetOrAdd(text, static _ => new()).TrySetResult();
            if (text != "oak-07") { await held.Task; }
            await route.ContinueAsync();
        });
        await page.FillAsync("#q", "oak");
        await AskedAsync("oak");
        await page.FillAsync("#q", "oak-0");
        await AskedAsync("oak-0");
        await page.FillAsync("#q", "oak-07");
        const string Last = "document.querySelectorAll('.rig').length === 1 && !document.getElementById('rig-list').hasAttribute('aria-busy') && location.search === '?q=oak-07'";
        await visitor.UntilAsync(Last);

        // One that comes between a letter and the question that it leads to.
        await page.EvaluateAsync("document.addEventListener('htmx:afterRequest', () => { window.answered = true; })");
        await page.FillAsync("#q", "ash");
        await AskedAsync("ash");
        await page.EvaluateAsync("document.getElementById('q').value = 'oak-07'");
        held.SetResult();
        await visitor.UntilAsync("window.answered === true");
        Assert.Equal("1 oak-07", await page.EvaluateAsync<string>("`${document.querySelectorAll('.rig').length} ${document.getElementById('rig-list').dataset.search}`"));
        await page.DispatchEventAsync("#q", "input");
        await visitor.UntilAsync(Last);
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>A push that was made before the server heard of the search, and comes when the rows of the search are there.</summary>
    [Fact]
    public async Task A_push_for_the_list_of_before_brings_and_takes_no_row_and_one_for_this_list_does()
    {
        await using var visitor = await demo.VisitAsync(chromium);
        var page = visitor.Page;
        IWebSocketRoute? socket = null;
        bool alone = false;
        await page.RouteWebSocketAsync(static url => url.Contains("/live", StringComparison.Ordinal), route =>
        {
            socket = route;
            var server = route.ConnectToServer();
            route.OnMessage(message => server.Send(message.Text!));
            server.OnMessage(message =>
            {
                foreach (string one in message.Text!.Split('\u001e', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (!alone || !one.Contains("\"target\":\"batch\"", StringComparison.Ordinal)) { route.Send(one + "\u001e"); }
                }
            });
        });
        await page.GotoAsync("/");
        await visitor.UntilAsync("document.querySelector('#live')?.textContent === 'Live' && document.querySelectorAll('.rig').length >= 12");
        await page.EvaluateAsync("window.gone = document.querySelector('.rig:has(.name[title^=ash])').outerHTML");
        await page.FillAsync("#q", "oak");
        await visitor.UntilAsync("location.search === '?q=oak' && !document.querySelector('.rig .name[title^=ash]') && document.querySelectorAll('.rig').length > 0");
        // What the server sends then, with the number of the list before (the first) and of this one (the second). From here on nothing else comes: a row of the server's own would take the
        // place of one of these that waits for its frame.
        alone = true;
        string row = await page.EvaluateAsync<string>("gone"), id = await page.EvaluateAsync<string>("document.querySelector('.rig').id"), gone = await page.EvaluateAsync<string>("/id=\"(r[^\"]*)\"/.exec(gone)[1]");
        await page.EvaluateAsync("document.getElementById('q').blur()");
        Push(1, (gone, row), (id, ""));
        Push(2, ("count-all", "<b id=\"count-all\">77</b>"));   // comes behind it
        await visitor.UntilAsync("document.getElementById('count-all').textContent === '77'");
        Assert.Equal("true,false", await page.EvaluateAsync<string>($"[document.getElementById('{id}') !== null, document.getElementById('{gone}') !== null].join()"));
        Push(2, (gone, row), (id, ""));
        await visitor.UntilAsync($"document.getElementById('{gone}') !== null && document.getElementById('{id}') === null");
        Assert.Empty(visitor.Complaints);

        void Push(int list, params (string Id, string Html)[] items) => socket!.Send(System.Text.Json.JsonSerializer.Serialize(new
        {
            type = 1, target = "batch",
            arguments = new[] { new { at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), items = items.Select(static one => new { id = one.Id, html = one.Html }), refetch = false, list } },
        }) + "\u001e");
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

    /// <summary>Most of what arrives is written into a row word by word. That has to leave what the parser would have made, whatever else stands in the row; what is more than words is refused.</summary>
    [Fact]
    public async Task Words_written_into_a_row_leave_it_as_the_parser_makes_it()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        await visitor.Page.EvaluateAsync("""
            (() => {
              const words = window.bloxWords;
              window.parsed = html => { const t = document.createElement('template'); t.innerHTML = html; return t.content.firstElementChild; };
              window.live = { words: 0, wrong: [] };
              window.bloxWords = (have, html) => {
                const done = words(have, html);
                if (done) { live.words++; if (!have.isEqualNode(parsed(html))) live.wrong.push(`${have.outerHTML} is not ${html}`); }
                return done;
              };
              const before = '<li class="rig" id="r-1" data-need="1"><i class="st" title="A &amp; B"></i>\n<a class="gpu" aria-label="44">44 <em>50</em> °</a><b data-at="1">0 s</b><small>–</small></li>\n';
              window.become = (after, mark) => {
                const row = parsed(before);
                const first = bloxWords(row, before.replace('44 ', '45 '));
                mark?.(row);
                const done = bloxWords(row, after);
                return [first, done, row.isEqualNode(parsed(after))].join();
              };
              window.before = before;
            })()
            """);
        async Task<string> BecomesAsync(string change, string mark = "null") => await visitor.Page.EvaluateAsync<string>($"become({change}, {mark})");
        Assert.Equal("true,true,true", await BecomesAsync("before"));
        Assert.Equal("true,true,true", await BecomesAsync("before.replace('44 ', '&lt;b&gt; &#xB0;&#176;&amp;amp; ').replace('\"44\"', '\"&quot;4&#39; &lt;\"')"));
        Assert.Equal("true,true,true", await BecomesAsync("before.replace(' data-need=\"1\"', '').replace('class=\"gpu\"', 'class=\"gpu hot\" title=\"&#x1F525;\"')"));
        Assert.Equal("true,true,true", await BecomesAsync("before", "row => row.classList.add('gone')"));
        Assert.Equal("true,true,true", await BecomesAsync("before.replace('data-at=\"1\"', 'data-at=\"2\"')", "row => { row.querySelector('b').firstChild.nodeValue = '9 s'; }"));
        foreach (string more in (string[])["replace('<em>50</em>', '50')", "replace('<small>–</small>', '<small></small>')", "replace('<small>', '<span>').replace('</small>', '</span>')", "replace('</i>', '×</i>')", "replace('</li>', '<i></i></li>')"])
        {
            Assert.StartsWith("true,false", await BecomesAsync($"before.{more}"), StringComparison.Ordinal);
        }

        await visitor.UntilAsync("live.words > 40", seconds: 120);   // 10 of them above, the others are rows of this demo
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>("live.wrong"));
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>A moment is told in the reader's zone from the moment on in which it comes, by a push or a swap, and stays so.</summary>
    [Fact]
    public async Task A_moment_that_comes_later_is_told_in_the_zone_of_the_reader_at_once()
    {
        await using var visitor = await demo.OnListAsync(chromium);
        string[] told = await visitor.Page.EvaluateAsync<string[]>("""
            (() => {
              const moment = day => `<p id="moment"><time datetime="2026-11-${day}T12:00:00Z" data-moment>${day} Nov 2026, 12:00 UTC</time></p>`;
              const made = day => { const t = document.createElement('template'); t.innerHTML = moment(day); return t.content.firstElementChild; };
              const home = document.createElement('div');
              home.id = 'moments';
              document.getElementById('main').append(home);
              const told = [], tell = () => told.push(document.getElementById('moment').textContent);
              htmx.swap('#moments', moment(20), { swapStyle: 'innerHTML', swapDelay: 0, settleDelay: 0 });
              return new Promise(done => setTimeout(() => {
                tell();
                bloxPatch(document.getElementById('moment'), made(20));
                tell();
                bloxPatch(document.getElementById('moment'), made(21));
                document.dispatchEvent(new CustomEvent('blox:put', { detail: true }));
                tell();
                home.remove();
                done(told);
              }, 500));
            })()
            """);
        Assert.All(told, static one => Assert.DoesNotContain("UTC", one, StringComparison.Ordinal));
        Assert.Equal(told[0], told[1]);
        Assert.NotEqual(told[1], told[2]);
    }
}
