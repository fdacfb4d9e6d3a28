using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Without a mouse, without motion, without colour.</summary>
public sealed class KeyboardTests(Chromium chromium, SharedDemo demo)
{
    const string Email = "demo@example.com";

    [Fact]
    public async Task From_the_door_to_a_restarted_miner_by_keyboard_alone()
    {
        var server = await demo.ServerAsync();
        await using var visitor = await chromium.VisitAsync(server.Url);
        var (page, keys) = (visitor.Page, visitor.Page.Keyboard);
        await page.GotoAsync("/sign-in");
        await TabToAsync(visitor, "input[type=email]");
        await keys.TypeAsync(Email);
        await TabToAsync(visitor, "input[type=password]");
        await keys.TypeAsync(demo.Password);
        await keys.PressAsync("Enter");
        await page.ArrivedAsync("**/farms/*");
        await visitor.UntilAsync("document.querySelectorAll('.rig .st.mining').length > 5", seconds: 90);
        await keys.PressAsync("Tab");
        Assert.Equal("Skip to content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await keys.PressAsync("Enter");
        string rig = await Demo.RigAsync(visitor, ".rig:has(.st.mining)", "ash-03");   // no other test's miners are restarted
        await TabToAsync(visitor, $".rig a.name[href='{rig}']", most: 400);
        await keys.PressAsync("Enter");
        await page.ArrivedAsync("**/rigs/*");
        await TabToAsync(visitor, "button[value=RestartMiner]");
        await keys.PressAsync("Enter");
        await visitor.UntilAsync("document.querySelector('.command .badge.ok') !== null", seconds: 60);
        if (!page.Url.EndsWith("/commands", StringComparison.Ordinal)) { Assert.Contains("/rigs/", page.Url, StringComparison.Ordinal); }
        await page.GotoAsync(page.Url.Split("/commands")[0]);
        await TabToAsync(visitor, ".actions summary");
        await keys.PressAsync("Enter");
        Assert.True(await page.Locator(".actions .pop").IsVisibleAsync());
        await keys.PressAsync("Escape");
        Assert.False(await page.Locator(".actions .pop").IsVisibleAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.matches('.actions summary')"));
    }

    [Fact]
    public async Task Who_wants_no_motion_gets_none_and_numbers_stand_below_each_other()
    {
        await using var visitor = await SignedInAsync();
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await visitor.UntilAsync("document.querySelectorAll('.rig .st.mining').length > 5", seconds: 90);
        string rig = (await visitor.Page.Locator(".rig:has(.st.mining) .name").First.GetAttributeAsync("href"))!;
        foreach (string path in new[] { new Uri(visitor.Page.Url).AbsolutePath, rig })
        {
            await visitor.Page.GotoAsync(path);
            await visitor.Page.EvaluateAsync("document.querySelector('#live').className = 'live wait'");
            Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.getAnimations().length"));
            Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("[...document.querySelectorAll('main *')].filter(e => e.children.length === 0 && /\\d/.test(e.textContent) && !getComputedStyle(e).fontVariantNumeric.includes('tabular-nums')).length"));
        }
    }

    /// <summary>Nine states are nine shapes; hot, critical and dead have a glyph, also on the smallest tiles; the reading that decides is bold.</summary>
    [Fact]
    public async Task Without_colour_every_state_and_band_is_still_told_apart()
    {
        await using var visitor = await SignedInAsync();
        string[] shapes = await visitor.Page.EvaluateAsync<string[]>("['offline', 'stale', 'maintenance', 'recovering', 'online', 'idle', 'mining', 'starting', 'inactive'].map(s => document.querySelector('#st-' + s).innerHTML)");
        Assert.Equal(9, shapes.Distinct().Count());
        await visitor.UntilAsync("document.querySelectorAll('.gpu.critical').length > 0 && document.querySelectorAll('.gpu.dead').length > 0", seconds: 90);
        string farm = new Uri(visitor.Page.Url).AbsolutePath;
        string[] rigs = await visitor.Page.EvaluateAsync<string[]>("['.gpu.critical', '.gpu.dead'].map(s => document.querySelector('.rig:has(' + s + ') .name').getAttribute('href'))");
        await visitor.Page.GotoAsync(rigs[0]);
        string[] marks = await visitor.Page.EvaluateAsync<string[]>("['critical', 'good'].map(s => { const b = document.querySelector('.temp.' + s + ' b'); return getComputedStyle(b, '::before').content + ' ' + getComputedStyle(b).fontWeight; })");
        Assert.Equal(["\"!\" 700", "none 500"], marks);
        await visitor.Page.GotoAsync(rigs[1]);
        Assert.Contains("×", await visitor.Page.InnerTextAsync("tr.dead-row"), StringComparison.Ordinal);
        await visitor.Page.GotoAsync(farm + "?v=tiles");
        // The size of a farm of very many rigs, in which the line of cards is left out.
        await visitor.Page.EvaluateAsync("document.querySelector('.wall').classList.add('dense')");
        await visitor.UntilAsync("['critical', 'dead'].every(band => document.querySelector('.tile.' + band) !== null)", seconds: 90);
        string[] told = await visitor.Page.EvaluateAsync<string[]>("""
            ['critical', 'dead', 'good'].map(band => {
              const left = document.querySelector('.tile.' + band + ' a > span:not([class]) > span:first-child');
              return left.checkVisibility() && left.scrollWidth <= left.clientWidth + 1 ? left.textContent.replace(/[\d°]+/, '').trim().slice(0, 1) : 'hidden';
            })
            """);
        Assert.Equal(["!", "×", ""], told);
    }

    static async Task TabToAsync(Visitor visitor, string selector, int most = 60)
    {
        for (int i = 0; i < most; i++)
        {
            if (await visitor.Page.EvaluateAsync<bool>($"document.activeElement.matches(\"{selector}\")")) { return; }
            await visitor.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{selector} was not reached with {most} times Tab");
    }

    Task<Visitor> SignedInAsync() => demo.OnListAsync(chromium);
}
