using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>HTML that would run, in every field that a rig or a person can fill: each is shown somewhere as text, and none becomes an element on any page.</summary>
public sealed class HostileTextTests(Chromium chromium)
{
    static readonly string[] s_people =
    [
        "farm", "person", "rig", "tag", "ftag", "key", "search", "view", "pattern", "who", "find", "wcoin", "puser", "pworker", "program", "device", "argument", "mailhost", "mailport", "mailuser", "mailfrom", "maillinks", "price", "heatmodel", "heatcore", "heathotspot", "heatmemory", "heatfan", "uses",
    ];

    /// <summary>Everything that a page says: its text, and what stands in the attributes that people see or hear.</summary>
    const string Said = """
        [document.documentElement.textContent, ...[...document.querySelectorAll("[title], [aria-label], [value], [data-tip], [placeholder]")].flatMap(e => ["title", "aria-label", "value", "data-tip"].map(a => e.getAttribute(a) ?? "")),
         ...[...document.querySelectorAll("input, textarea")].map(e => e.value)].join("\n")
        """;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "39")]
    public async Task No_marker_becomes_an_element_on_any_page_and_each_is_shown_as_text()
    {
        await using var server = await WebServer.StartAsync(Cancellation);
        await using var owner = await chromium.VisitAsync(server.Url);
        string farm = new Uri(await server.SetUpAsync(owner, HostileRig.Mark("person"), HostileRig.Mark("farm"))).AbsolutePath;
        string token = await WebServer.AddRigAsync(owner, farm, HostileRig.Mark("rig"));
        var heard = new HashSet<string>(StringComparer.Ordinal);
        await using (await HostileRig.ConnectAsync(server.Url, token, Cancellation))
        {
            string rig = await FillAsync(owner, farm);
            await FormsAsync(owner, rig, farm, heard);
            await FarmFormsAsync(owner, farm, heard);
            await HeatAsync(owner, farm, heard);
            await StateAsync(owner, rig);
            await LiveAsync(owner, rig, farm, heard);
            await CrawlAsync(owner, heard, ["/?all=true", rig, rig + "/miners/main", rig + "/commands", rig + "/work/miner?name=own", "/audit?who=" + Uri.EscapeDataString(HostileRig.Mark("who")), $"/audit?from={Uri.EscapeDataString(HostileRig.Mark("from"))}&until={Uri.EscapeDataString(HostileRig.Mark("until"))}", "/audit?what=rig.recovery", "/audit?what=rig.heat", "/audit?what=rig.reading", "/audit?what=rig.event", "/audit?what=rig.miner-ended", "/admin/users?find=" + Uri.EscapeDataString(HostileRig.Mark("find")), farm + "?q=" + Uri.EscapeDataString(HostileRig.Mark("search")), farm + "?q=tag%3A" + Uri.EscapeDataString(HostileRig.Mark("tag"))]);
        }
        await owner.Page.GotoAsync(farm);
        await owner.UntilAsync("document.querySelector('.rig .st.offline') !== null", seconds: 60);
        await CrawlAsync(owner, heard, [farm, .. await owner.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.rig a.name')].map(a => a.getAttribute('href'))")]);
        string[] unheard = [.. HostileRig.Fields.Concat(s_people).Where(field => !heard.Contains(field))];
        Assert.True(unheard.Length == 0, "Never shown: " + string.Join(", ", unheard));
    }

    /// <summary>Fills what people can fill; gives the rig's page.</summary>
    static async Task<string> FillAsync(Visitor owner, string farm)
    {
        var page = owner.Page;
        await page.GotoAsync(farm);
        string rig = (await page.Locator(".rig .name").First.GetAttributeAsync("href"))!;
        await page.GotoAsync(rig + "/settings");
        await SaveAsync(page, "#tags", HostileRig.Mark("tag"));
        await page.GotoAsync(farm + "/settings");
        await SaveAsync(page, "[name=Tags]", HostileRig.Mark("ftag"));
        await page.GotoAsync("/account/keys/new");
        await SaveAsync(page, "#name", HostileRig.Mark("key"));
        await page.GotoAsync(rig);
        await page.ClickAsync(".actions summary");
        await page.ClickAsync("button[value=Diagnose]");
        await page.GotoAsync(rig);
        await owner.UntilAsync("document.querySelector('.command .badge.ok') !== null", seconds: 60);
        return rig;
    }

    /// <summary>Larger forms: what is refused comes back into its fields, what is saved is shown elsewhere.</summary>
    static async Task FormsAsync(Visitor owner, string rig, string farm, HashSet<string> heard)
    {
        var page = owner.Page;
        await page.GotoAsync("/admin/mail");
        // What a browser would not let through, a program sends all the same.
        await page.EvaluateAsync("for (const field of document.querySelectorAll('form[action=\"/admin/mail\"] input:not([type=hidden], [type=password])')) { field.type = 'text'; field.removeAttribute('maxlength'); }");
        await FillAsync(page, ("[name=Host]", "mailhost"), ("[name=Port]", "mailport"), ("[name=User]", "mailuser"), ("[name=From]", "mailfrom"), ("[name=LinksTo]", "maillinks"));
        await page.ClickAsync("form[action='/admin/mail'] button.primary");
        await page.WaitForSelectorAsync("form[action='/admin/mail'] .error");
        owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));   // that it was refused
        await CheckAsync(owner, heard);
        foreach (var (field, text) in new[] { ("Host", "mail.example.org"), ("Port", "587"), ("From", "rigs@example.org"), ("LinksTo", "https://rigs.example.org"), ("User", HostileRig.Mark("mailuser")), ("Password", "secret words") }) { await page.FillAsync($"[name={field}]", text); }
        await page.ClickAsync("form[action='/admin/mail'] button.primary");
        await page.WaitForSelectorAsync("form[action='/admin/mail?handler=Test']");
        await CheckAsync(owner, heard);

        await page.GotoAsync(rig + "/work/miner");
        foreach (var (field, text) in new[] { ("#name", "own"), ("#a0", "kawpow"), ("#p0-0h", "pool.example"), ("#p0-0p", "3333") }) { await page.FillAsync(field, text); }
        await page.SelectOptionAsync("#miner", "t-rex");
        await FillAsync(page, ("#c0", "wcoin"), ("#p0-0u", "puser"), ("#p0-0w", "pworker"), ("#program", "program"), ("#devices", "device"), ("#arguments", "argument"));
        await page.ClickAsync("form.card button[type=submit]");
        await page.WaitForSelectorAsync(".note.bad[role=alert]");   // no such argument; the rest may be
        owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));
        await CheckAsync(owner, heard);
        await page.FillAsync("#arguments", "");
        await page.ClickAsync("form.card button[type=submit]");
        await page.WaitForURLAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        await CheckAsync(owner, heard);

        await page.GotoAsync(farm + "?s=power");
        await page.ClickAsync(".saved summary");
        await SaveAsync(page, ".saved [name=name]", HostileRig.Mark("view"));
        await page.GotoAsync(farm);
        await page.Locator(".rig .pick input").First.CheckAsync(new() { Force = true });
        await page.ClickAsync("#batch button[value=rename]");
        await page.WaitForSelectorAsync("form.card h1");
        await page.FillAsync("[name=pattern]", HostileRig.Mark("pattern") + "{n}");
        await page.ClickAsync("[data-again]");
        await page.WaitForSelectorAsync(".names");
        await CheckAsync(owner, heard);
    }

    /// <summary>A farm's forms: each refuses what it was sent and gives it back.</summary>
    static async Task FarmFormsAsync(Visitor owner, string farm, HashSet<string> heard)
    {
        foreach (var (path, fields) in new (string, (string, string)[])[]
        {
            ("/settings", [("[name=Price]", "price")]),
            ("/heat", [("[name=Core] >> nth=0", "heatcore"), ("[name=Hotspot] >> nth=0", "heathotspot"), ("[name=Memory] >> nth=0", "heatmemory"), ("[name=Fan] >> nth=0", "heatfan"), ("input[name=Model]:not([type=hidden]) >> nth=0", "heatmodel")]),
            ("/enrollment", [("[name=uses]", "uses")]),
        })
        {
            var page = owner.Page;
            await page.GotoAsync(farm + path);
            await page.EvaluateAsync("for (const field of document.querySelectorAll('main input:not([type=hidden])')) { field.type = 'text'; field.removeAttribute('maxlength'); }");
            await FillAsync(page, fields);
            await page.ClickAsync($"form[action='{farm}{path}'] button.primary");
            await page.WaitForSelectorAsync("main .error");
            owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));   // that it was refused
            await CheckAsync(owner, heard);
        }
    }

    /// <summary>The heat page offers the models of the farm's cards, and has one of a person's own as it was saved.</summary>
    static async Task HeatAsync(Visitor owner, string farm, HashSet<string> heard)
    {
        var page = owner.Page;
        await page.GotoAsync(farm + "/heat");
        await page.FillAsync("input[name=Model]:not([type=hidden]) >> nth=0", HostileRig.Mark("heatmodel"));
        await page.ClickAsync($"form[action='{farm}/heat'] button.primary");
        await page.WaitForURLAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        var here = new HashSet<string>(StringComparer.Ordinal);
        await CheckAsync(owner, here);
        Assert.Superset(new HashSet<string> { "card", "heatmodel", "farm" }, here);
        heard.UnionWith(here);
    }

    /// <summary>The word for a miner's state is one of a few: any other reads as what it is, unknown, and goes no further.</summary>
    static async Task StateAsync(Visitor owner, string rig)
    {
        await owner.Page.GotoAsync(rig);
        await owner.UntilAsync("[...document.querySelectorAll('#rig-orders .lines > li')].some(row => row.textContent.startsWith('odd') && row.querySelector('.badge').textContent === 'unknown')", seconds: 60);
        Assert.DoesNotContain("bad('state')", await owner.Page.ContentAsync(), StringComparison.Ordinal);
    }

    static async Task FillAsync(IPage page, params (string Field, string Mark)[] fields)
    {
        foreach (var (field, mark) in fields) { await page.FillAsync(field, HostileRig.Mark(mark)); }
    }

    static async Task SaveAsync(IPage page, string field, string text)
    {
        await page.FillAsync(field, text);
        var answer = await page.RunAndWaitForResponseAsync(() => page.PressAsync(field, "Enter"), static answer => answer.Request.Method == "POST");
        Assert.True(answer.Status < 400, $"{page.Url} refused {text}");
        await page.WaitForLoadStateAsync();
    }

    /// <summary>What is pushed while the page is open comes another way than the page itself.</summary>
    static async Task LiveAsync(Visitor owner, string rig, string farm, HashSet<string> heard)
    {
        foreach (var (path, part) in new[] { (rig, "#rig-gpus"), (farm, ".rig") })
        {
            await owner.Page.GotoAsync(path);
            // Three times it was pushed and put into the page, whether or not it says the same as before.
            await owner.Page.EvaluateAsync($"(() => {{ const part = document.querySelector('{part}').id, put = bloxPatch; window.pushed = 0; window.bloxPatch = (have, want) => {{ if (have.id === part) pushed++; return put(have, want); }}; }})()");
            await owner.UntilAsync("pushed >= 3", seconds: 90);
            if (part == "#rig-gpus") { await owner.UntilAsync("document.querySelector('#rig-logs').textContent.includes(\"bad('log')\")", seconds: 60); }
            await CheckAsync(owner, heard);
        }
    }

    static async Task CrawlAsync(Visitor owner, HashSet<string> heard, string[] starts)
    {
        var waiting = new Queue<string>(starts);
        var known = new HashSet<string>(starts, StringComparer.Ordinal);
        while (waiting.TryDequeue(out string? path))
        {
            await owner.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            await CheckAsync(owner, heard);
            foreach (string link in await Gallery.LinksAsync(owner)) { if (known.Add(Gallery.PatternOf(link))) { waiting.Enqueue(link); } }
        }
    }

    static async Task CheckAsync(Visitor owner, HashSet<string> heard)
    {
        string said = await owner.Page.EvaluateAsync<string>(Said);
        foreach (string field in HostileRig.Fields.Concat(s_people).Where(field => said.Contains($"bad('{field}')", StringComparison.Ordinal))) { heard.Add(field); }
        Assert.Equal(0, await owner.Page.EvaluateAsync<int>("document.querySelectorAll('img[src=x], [onerror]').length"));
        Assert.True(owner.Complaints.IsEmpty, $"{owner.Page.Url}: {string.Join("\n", owner.Complaints)}");
    }
}
