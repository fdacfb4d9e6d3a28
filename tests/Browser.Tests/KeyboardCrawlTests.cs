namespace BloxOs.Browser.Tests;

/// <summary>Every page, by Tab alone.</summary>
public sealed class KeyboardCrawlTests(Chromium chromium, SharedDemo demo)
{
    const string Token = "bxi_aaaaaaaaaaaaaaaaaaaaaaaaaa_aaaa_aaaa";

    /// <summary>Pages of the first run and of a second factor: made by other tests, of the same parts as these.</summary>
    static readonly string[] s_elsewhere = ["/setup", "/sign-in/code"];

    /// <summary>What can be used with a mouse: of the radio buttons of a group one, in a menu that is closed nothing.</summary>
    const string Begin = """
        (() => {
          for (const more of document.querySelectorAll('details:not(.menu)')) more.open = true;
          const words = e => (e.id ? '#' + e.id + ' ' : '') + e.outerHTML.slice(0, 140);
          const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
            .filter(e => !e.disabled && e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]') && !(e.type === 'radio' && !e.checked));
          const walk = window.walk = { all: new Set(all), reached: new Set(), first: null, last: null, round: false, faults: [] };
          walk.left = () => [...walk.all].filter(e => e.isConnected && !walk.reached.has(e));
          walk.over = () => walk.round || walk.left().length === 0;
          const look = e => {
            const box = [...e.getClientRects()].find(r => r.width > 0 && r.height > 0);
            let over = box && document.elementFromPoint(Math.min(innerWidth - 1, box.left + box.width / 2), Math.min(innerHeight - 1, box.top + box.height / 2));
            if (!over) walk.faults.push('it is not on the screen: ' + words(e));
            for (; over && !over.contains(e) && !e.contains(over); over = over.parentElement) if (['sticky', 'fixed'].includes(getComputedStyle(over).position)) walk.faults.push('it stands behind ' + words(over) + ': ' + words(e));
          };
          document.addEventListener('focusin', ({ target: e }) => {
            walk.first ??= e;
            if (walk.reached.has(e)) { walk.round ||= e !== walk.last; return; }
            walk.last = e;
            walk.reached.add(e);
            const style = getComputedStyle(e);
            if (style.boxShadow === 'none' && style.outlineStyle === 'none') walk.faults.push('the focus is not shown on ' + words(e));
            setTimeout(() => { if (document.activeElement === e) look(e); });   // it is scrolled to after it was told
          });
          walk.words = () => walk.left().map(words);
          return all.length;
        })()
        """;

    /// <summary>Only what is in this part counts; the focus stands right before it.</summary>
    const string PartOf = """
        (() => {
          const all = [...walk.all], at = all.findIndex(e => e.closest('PART'));
          walk.all = new Set(all.filter(e => e.closest('PART')));
          all[at - 1].focus();
          return walk.all.size;
        })()
        """;

    readonly List<string> _faults = [];
    readonly HashSet<string> _seen = [];
    readonly HashSet<string> _menus = [];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_a_mouse_can_use_is_reached_by_tab_and_can_be_seen_there()
    {
        var server = await demo.ServerAsync();
        await using (var guest = await chromium.VisitAsync(server.Url))
        {
            foreach (string path in new[] { "/welcome", "/sign-in", "/offline", "/forgot", "/register", "/reset/bxl_none", "/confirm-email/bxl_none", "/invites/" + Token }) { await WalkAsync(guest, path); }
        }
        await using var visitor = await demo.OnListAsync(chromium);
        await visitor.UntilAsync("document.querySelectorAll('.rig .st.mining').length > 5", seconds: 90);
        string farm = new Uri(visitor.Page.Url).AbsolutePath;
        await visitor.Page.AddInitScriptAsync(Visitor.Hideable);
        await CrawlAsync(visitor, "/?all=true");
        foreach (string path in new[] { farm + "/views", farm + "?v=tiles", farm + "?v=tiles&s=name", farm + "?q=nothing-like-this", "/farms/none", "/nothing", "/account/confirm?returnUrl=%2Faccount", await MinerAsync(visitor, farm) }) { await WalkAsync(visitor, path); }
        await BatchAsync(visitor, farm);
        Assert.True(_faults.Count == 0, string.Join("\n", _faults.Take(40)));
        string[] unseen = [.. GalleryTests.Routes().Except(_seen).Except(s_elsewhere)];
        Assert.True(unseen.Length == 0, "Not walked through: " + string.Join(", ", unseen));
    }

    /// <summary>Path of a miner of the rig that is away, where it changes nothing for other tests.</summary>
    async Task<string> MinerAsync(Visitor visitor, string farm)
    {
        var page = visitor.Page;
        await page.GotoAsync(farm);
        string rig = await Demo.RigAsync(visitor, ".rig:has(.st.offline)");
        await visitor.OpenAsync(rig + "/work/miner");
        foreach (var (field, value) in new[] { ("#name", "main"), ("#a0", "kawpow"), ("#p0-0h", "pool.example"), ("#p0-0p", "3333"), ("#p0-0u", "RWalletOfMara") }) { await page.FillAsync(field, value); }
        await page.SelectOptionAsync("#miner", "t-rex");
        await page.ClickAsync("form.card button[type=submit]");
        await page.ArrivedAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        return rig + "/miners/main";
    }

    /// <summary>Rigs are ticked with the space bar, the bar is reached, what it leads to as well, and Escape unticks them.</summary>
    async Task BatchAsync(Visitor visitor, string farm)
    {
        var (page, keys) = (visitor.Page, visitor.Page.Keyboard);
        foreach (string act in new[] { "", "tags", "rename", "move", "delete", "reboot" })
        {
            await OpenAsync(visitor, farm);
            await page.Locator(".rig .pick input").Nth(2).FocusAsync();
            await keys.PressAsync("Space");
            await visitor.UntilAsync("document.querySelector('#batch').classList.contains('on')");
            if (act.Length == 0)
            {
                await StepsAsync(visitor, "the bar of chosen rigs", "#batch");
                await keys.PressAsync("Escape");
                await visitor.UntilAsync("!document.querySelector('#batch').classList.contains('on')");
                continue;
            }
            await page.Locator($"#batch button[value={act}]").FocusAsync();
            await keys.PressAsync("Enter");
            await page.WaitForSelectorAsync("form.card h1");
            _seen.Add(Gallery.PatternOf(new Uri(page.Url).AbsolutePath));
            await StepsAsync(visitor, "batch " + act);
            if (act != "tags") { continue; }
            await page.FillAsync("#remove", "no-such-tag");   // and so they stay as they were
            await keys.PressAsync("Enter");
            await page.WaitForSelectorAsync(".note[role=status]");
            _seen.Add(Gallery.PatternOf(new Uri(page.Url).AbsolutePath));
            await StepsAsync(visitor, "what became of ticked rigs");
        }
    }

    async Task CrawlAsync(Visitor visitor, string start)
    {
        var waiting = new Queue<string>([start]);
        var known = new HashSet<string>([Gallery.PatternOf(start)]);
        while (waiting.TryDequeue(out string? path))
        {
            await WalkAsync(visitor, path);
            foreach (string link in await Gallery.LinksAsync(visitor)) { if (known.Add(Gallery.PatternOf(link))) { waiting.Enqueue(link); } }
        }
    }

    async Task WalkAsync(Visitor visitor, string path)
    {
        await OpenAsync(visitor, path);
        await StepsAsync(visitor, path);
        await MenusAsync(visitor, path);
    }

    /// <summary>Opens a page and lets it stand still: what is pushed takes the place of what was there, and here it is counted.</summary>
    async Task OpenAsync(Visitor visitor, string path)
    {
        visitor.Sockets.Clear();   // one that ended with the page before may not be told so
        await visitor.OpenAsync(path);
        _seen.Add(Gallery.PatternOf(new Uri(visitor.Page.Url).AbsolutePath));
        await visitor.Page.EvaluateAsync("window.look?.(false)");
        await TestServers.Eventually.Async(() => visitor.Sockets.All(static socket => socket.IsClosed), what: "the end of the live connection", cancellation: Cancellation);
    }

    /// <summary>Goes through all of it, or through one part.</summary>
    async Task StepsAsync(Visitor visitor, string where, string? part = null)
    {
        const int atOnce = 8;
        int all = await visitor.Page.EvaluateAsync<int>(Begin);
        if (part is not null) { all = await visitor.Page.EvaluateAsync<int>(PartOf.Replace("PART", part, StringComparison.Ordinal)); }
        for (int pressed = 0, most = (2 * all) + 40; pressed < most && !await visitor.Page.EvaluateAsync<bool>("walk.over()"); pressed += atOnce)
        {
            for (int i = 0; i < atOnce; i++) { await visitor.Page.Keyboard.PressAsync("Tab"); }
        }
        string[] left = await visitor.Page.EvaluateAsync<string[]>("walk.words()"), faults = await visitor.Page.EvaluateAsync<string[]>("walk.faults");
        _faults.AddRange(left.Select(one => $"{where}: not reached: {one}").Concat(faults.Select(one => $"{where}: {one}")));
        if (part is null && !await visitor.Page.EvaluateAsync<bool>("walk.first?.matches('.skip') || !document.querySelector('nav, .top') || document.querySelector('[autofocus], [aria-invalid=true]') !== null"))
        {
            _faults.Add($"{where}: the first Tab does not lead to the way past the navigation");
        }
    }

    /// <summary>Menus open with Enter, hold what can be reached (one has only words), and close with Escape, which leads back to where they were opened.</summary>
    async Task MenusAsync(Visitor visitor, string where)
    {
        var menus = visitor.Page.Locator("details.menu:visible");
        for (int at = 0, count = await menus.CountAsync(); at < count; at++)
        {
            var summary = menus.Nth(at).Locator("summary");
            if (!_menus.Add(await summary.GetAttributeAsync("aria-label") ?? await summary.InnerTextAsync())) { continue; }
            await summary.FocusAsync();
            await visitor.Page.Keyboard.PressAsync("Enter");
            await visitor.Page.Keyboard.PressAsync("Tab");
            bool inside = await visitor.Page.EvaluateAsync<bool>("document.activeElement.closest('details.menu[open] .pop') !== null || !document.querySelector('details.menu[open] .pop :is(a, button, input, select, textarea)')");
            await visitor.Page.Keyboard.PressAsync("Escape");
            bool closed = await visitor.Page.EvaluateAsync<bool>("document.querySelector('details.menu[open]') === null && document.activeElement.matches('details.menu > summary')");
            if (!inside || !closed) { _faults.Add($"{where}: the menu {await summary.InnerTextAsync()} {(inside ? "does not close" : "cannot be entered")}"); }
        }
    }
}
