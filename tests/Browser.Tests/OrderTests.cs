using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>A phone shows no heads of columns: it has a menu with the same orders.</summary>
public sealed class OrderTests(Chromium chromium, SharedDemo demo)
{
    const string Watts = "[...document.querySelectorAll('#rigs-first .rig')].map(row => Number(row.dataset.watts)).filter(watts => watts >= 0)";

    [Fact]
    public async Task A_phone_orders_its_list_by_a_menu_that_the_keyboard_reaches_and_the_address_keeps_it()
    {
        await using var visitor = await demo.OnListAsync(chromium, 390, 844);
        var page = visitor.Page;
        string list = new Uri(page.Url).AbsolutePath;
        await page.GotoAsync(list + "?q=oak");
        Assert.True(await page.EvaluateAsync<bool>("!document.querySelector('.rigs-head').checkVisibility() && document.querySelector('.order summary').innerText.trim() === 'Order: Needs you first'"));
        await ChooseAsync("Power");
        await page.ArrivedAsync(static url => url.EndsWith("?q=oak&s=power", StringComparison.Ordinal));
        await visitor.UntilAsync($"document.querySelector('.order summary')?.innerText.trim() === 'Order: Power' && {Watts}.length > 1");
        await visitor.UntilAsync($"{Watts}[0] > 0.9 * Math.max(...{Watts})");   // one whose watts fall goes to its place a moment later
        // Turned round, and back.
        await page.FocusAsync(".order > a");
        Assert.Equal("▾highest first", await page.TextContentAsync(".order > a"));
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivedAsync(static url => url.EndsWith("?q=oak&s=power-asc", StringComparison.Ordinal));
        await visitor.UntilAsync($"document.querySelector('.order > a')?.textContent === '▴lowest first' && {Watts}.length > 1");
        await visitor.UntilAsync($"{Watts}[0] < 1.1 * Math.min(...{Watts})");
        Assert.Equal("Power", await page.TextContentAsync(".order .pop [aria-current]"));
        await ChooseAsync("Needs you first");
        await page.ArrivedAsync(static url => url.EndsWith("?q=oak", StringComparison.Ordinal));
        // Tiles have two orders.
        await page.ClickAsync(".order .seg a:has-text('Tiles')");
        await page.ArrivedAsync(static url => url.Contains("v=tiles&q=oak", StringComparison.Ordinal));
        await ChooseAsync("Name");
        await page.ArrivedAsync(static url => url.Contains("v=tiles&q=oak&s=name", StringComparison.Ordinal));
        await visitor.UntilAsync("document.querySelectorAll('.tile').length > 1");
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.tile')].every((t, i, all) => i === 0 || all[i - 1].dataset.key.slice(1) < t.dataset.key.slice(1))"));
        await page.SetViewportSizeAsync(1280, 800);   // where the heads are
        Assert.False(await page.Locator(".order").IsVisibleAsync());
        Assert.Empty(visitor.Complaints);

        async Task ChooseAsync(string title)
        {
            await visitor.UntilAsync("document.querySelector('.order summary')?.checkVisibility() === true");
            await page.FocusAsync(".order summary");
            await page.Keyboard.PressAsync("Enter");
            do { await page.Keyboard.PressAsync("Tab"); } while (await page.EvaluateAsync<bool>("title => document.activeElement.closest('.order .pop') !== null && document.activeElement.textContent !== title", title));
            Assert.Equal(title, await page.EvaluateAsync<string>("document.activeElement.textContent"));
            await page.Keyboard.PressAsync("Enter");
        }
    }

    [Fact]
    public async Task Without_scripts_the_menu_opens_and_leads_there()
    {
        await using var signedIn = await demo.OnListAsync(chromium, 390, 844);
        await using var visitor = await chromium.VisitAsync((await demo.ServerAsync()).Url, 390, 844, javaScript: false);
        await visitor.Page.Context.AddCookiesAsync([.. (await signedIn.Page.Context.CookiesAsync()).Select(static one => new Cookie { Name = one.Name, Value = one.Value, Domain = one.Domain, Path = one.Path })]);
        await visitor.Page.GotoAsync(new Uri(signedIn.Page.Url).AbsolutePath);
        await visitor.Page.ClickAsync(".order summary");
        await visitor.Page.ClickAsync(".order .pop a:text-is('Last seen')");
        await visitor.Page.ArrivedAsync(static url => url.EndsWith("?s=seen", StringComparison.Ordinal));
        Assert.Contains("longest ago first", await visitor.Page.InnerTextAsync(".order"), StringComparison.Ordinal);
    }

    /// <summary>Twelve rigs, and forty, on a screen on the wall: tiles as big as fills it, and nothing of them is cut.</summary>
    [Fact]
    public async Task Few_rigs_fill_a_wall()
    {
        await using var visitor = await demo.OnListAsync(chromium, 1920, 1080);
        var page = visitor.Page;
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "/wall");
        await visitor.UntilAsync("document.querySelectorAll('.tile').length === 12 && document.querySelector('#live').textContent === 'Live'");
        const string filled = """
            (() => {
              const rect = e => e.getBoundingClientRect(), tiles = [...document.querySelectorAll('.tile')], [first, last] = [rect(tiles[0]), rect(tiles.at(-1))];
              const cut = tiles.flatMap(t => [...t.querySelectorAll('b, .t-head, .t-head > span, a > span')].filter(e => e.checkVisibility() && (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 || rect(e).bottom > rect(t).bottom + 1)).map(e => e.textContent));
              const free = innerHeight - last.bottom;
              return document.documentElement.scrollHeight <= innerHeight && free >= 0 && free < 20 && cut.length === 0 && first.left < 20 && innerWidth - Math.max(...tiles.map(t => rect(t).right)) < 20;
            })()
            """;
        const string letters = "parseFloat(getComputedStyle(document.querySelector('.tile b')).fontSize)";
        await visitor.UntilAsync($"{filled} && {letters} > 40");
        await page.SetViewportSizeAsync(3840, 2160);
        await visitor.UntilAsync($"{filled} && {letters} > 80");
        await page.SetViewportSizeAsync(1920, 1080);
        await page.EvaluateAsync("(() => { const home = document.getElementById('tiles'), all = [...home.children]; for (let i = 12; i < 40; i++) { const copy = all[i % 12].cloneNode(true); copy.removeAttribute('id'); home.append(copy); } })()");
        await visitor.UntilAsync($"document.querySelectorAll('.tile').length === 40 && {filled} && {letters} > 22");
        Assert.Empty(visitor.Complaints);
    }
}
