using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A rig that is silent while its connection stays: its last numbers are grey, with their age, in all places.</summary>
[Collection(OwnedGroup.Name)]
public sealed class StaleRigTests(OwnedServer owned)
{
    /// <summary>Keeps what a page looks like when the rig goes stale: that lasts some seconds, and nobody may be looking just then. The page stays so: a tab that nobody sees is not brought up to date.</summary>
    const string Watch = """
        (() => {
          window.seen = () => WHAT;
          window.kept = [];
          const all = () => { const now = !window.away && seen(); if (now) kept.push(JSON.stringify(now)); if (now?.stale) look(false); };
          new MutationObserver(all).observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
          all();
        })()
        """;

    const string Row = ".rig:has(.name[title='zz-quiet'])";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_said_last_is_grey_with_its_age_in_its_row_its_tile_and_on_its_page()
    {
        await using var visitor = await owned.VisitAsync();
        string farm = await new BatchWalk(visitor, owned.Server.Url).FarmAsync("Quiet hall");
        string token = await WebServer.AddRigAsync(visitor, farm, "zz-quiet");
        string other = await WebServer.AddRigAsync(visitor, farm, "zz-mends");
        await using var mends = await QuietRig.ConnectAsync(owned.Server.Url, other, Cancellation, recovering: "restarted with the driver");
        await visitor.Page.Context.AddInitScriptAsync(Visitor.Hideable);
        await using var rig = await QuietRig.ConnectAsync(owned.Server.Url, token, Cancellation);

        var (list, tiles, page) = (visitor.Page, await visitor.Page.Context.NewPageAsync(), await visitor.Page.Context.NewPageAsync());
        await list.GotoAsync(farm + "?q=zz-");
        await tiles.GotoAsync(farm + "?q=zz-&v=tiles");
        await page.GotoAsync((await list.Locator(Row + " .name").GetAttributeAsync("href"))!);
        await WatchAsync(list, $"document.querySelector(\"{Row}\")", "r", """
            { stale: r.matches('.stale'), word: r.querySelector('.word').textContent, age: r.querySelector('.seen').textContent, hash: r.querySelector('.c-hash span').textContent, colour: getComputedStyle(r.querySelector('.c-hash span')).color,
              power: getComputedStyle(r.querySelector('.c-pow span')).color, cell: getComputedStyle(r.querySelector('.gpu') ?? r).backgroundColor }
            """);
        await WatchAsync(tiles, "document.querySelector('.tile:has([aria-label^=zz-quiet])')", "t", """
            { stale: t.matches('.stale'), word: t.querySelector('a').getAttribute('aria-label'), age: t.querySelector('[data-at]')?.textContent ?? '', hash: t.querySelector('b').textContent, colour: getComputedStyle(t).color, cell: getComputedStyle(t).backgroundColor }
            """);
        await WatchAsync(page, "document.querySelector('#rig-gpus td .temp b') && document.querySelector('#rig-figures')", "f", """
            { stale: f.matches('.old') && document.querySelector('#rig-gpus').matches('.old'), word: document.querySelector('#rig-state').textContent, age: document.querySelector('#rig-head time[data-at]').textContent, hash: f.querySelector('dd span').textContent,
              colour: getComputedStyle(f.querySelector('dd')).color, cell: getComputedStyle(document.querySelector('#rig-gpus td .temp b')).backgroundColor }
            """);
        // It reports until all of them have shown that: on a slow machine the first may be opened long before the last.
        foreach (var place in new[] { list, tiles, page })
        {
            await TestServers.Eventually.CostlyAsync(() => place.EvaluateAsync<bool>("kept.some(one => JSON.parse(one).hash.includes('46'))"), what: "the rig is shown", cancellation: Cancellation);
        }
        await rig.FallSilentAsync();
        foreach (var place in new[] { list, tiles, page })
        {
            await TestServers.Eventually.CostlyAsync(() => place.EvaluateAsync<bool>("kept.some(one => JSON.parse(one).stale)"), TimeSpan.FromSeconds(90), "the rig is shown as stale", Cancellation);
            // The moment before, and the moment itself; it may be offline by now.
            await AssertAsync(place, "before.hash.includes('46') && stale.hash.includes('46')", "its last speed stays");
            await AssertAsync(place, "stale.word.toLowerCase().includes('stale')", "the word for it");
            await AssertAsync(place, @"/^(1[6-9]|2\d|3\d)\u00a0s$/.test(stale.age)", "the age of what is shown");
            await AssertAsync(place, "grey(stale.colour) && stale.colour !== before.colour && stale.power !== (before.power ?? '')", "grey numbers");
            await AssertAsync(place, "stale.cell !== before.cell", "no band of a temperature that is not known any more");
            await ReadableAsync(place, "document.querySelector('.rig.stale, .tile.stale, #rig-gpus.old') !== null");
        }
        // In row and tile a rig that recovers stood beside it.
        foreach (var place in new[] { list, tiles }) { Assert.True(await place.EvaluateAsync<bool>("document.querySelector('.rig .word.recovering, .tile .st.recovering') !== null"), place.Url); }
        await page.GotoAsync((await list.Locator(".rig .name[title='zz-mends']").GetAttributeAsync("href"))!);
        await ReadableAsync(page, "document.querySelector('#rig-state.recovering') !== null");
    }

    /// <summary>In both themes every text stands out from what is behind it.</summary>
    static async Task ReadableAsync(IPage page, string shown)
    {
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });   // a colour on its way to another is none of either theme
        foreach (string theme in new[] { "dark", "light" })
        {
            await page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            string[] faults = await Axe.ViolationsAsync(page, colorsOnly: true);
            Assert.True(await page.EvaluateAsync<bool>(shown), $"{page.Url}: not {shown}");
            Assert.True(faults.Length == 0, $"{page.Url}, {theme}: {string.Join("\n", faults)}");
        }
    }

    static Task<System.Text.Json.JsonElement?> WatchAsync(IPage page, string element, string name, string what) =>
        page.EvaluateAsync(Watch.Replace("WHAT", $"(({name}) => {name} && ({what}))({element})", StringComparison.Ordinal));

    static async Task AssertAsync(IPage page, string script, string what)
    {
        string told = await page.EvaluateAsync<string>($$"""
            (() => {
              const grey = text => { const [r, g, b] = text.match(/\d+/g).map(Number); return Math.max(r, g, b) - Math.min(r, g, b) < 24; };
              const all = kept.map(one => JSON.parse(one)), stale = all.find(one => one.stale), before = all.find(one => !one.stale && one.hash.includes('46'));
              return before && stale && ({{script}}) ? '' : JSON.stringify({ before, stale });
            })()
            """);
        Assert.True(told.Length == 0, $"{page.Url}: {what}: {told}");
    }
}
