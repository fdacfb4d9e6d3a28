using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>HTML that would run, in every field that a rig or a person can fill: each is shown somewhere as text, and none becomes an element on any page.</summary>
public sealed class HostileTextTests(Chromium chromium)
{
    static readonly string[] s_people =
    [
        "farm", "person", "rig", "tag", "ftag", "key", "search", "view", "pattern", "who", "find", "wcoin", "puser", "pworker", "program", "device", "argument", "mailhost", "mailport", "mailuser", "mailfrom", "maillinks", "price", "heatmodel", "heatcore", "heathotspot", "heatmemory", "heatfan", "uses",
        "browser", "heataccepted", "walgorithm", "phost", "least",
    ];

    static readonly string[] s_all = [.. HostileRig.Fields, .. s_people, .. HostileForms.Fields];

    /// <summary>Kinds and states of which there are a few, and what is refused without being said again: in no form on any page.</summary>
    static readonly string[] s_never = ["kind", "state", "orderversion"];

    /// <summary>It asks for six digits, and shows nothing of anybody.</summary>
    static readonly string[] s_elsewhere = ["/sign-in/code"];

    /// <summary>Everything that a page says: its text, and what stands in the attributes that people see or hear.</summary>
    const string Said = """
        [document.documentElement.textContent, ...[...document.querySelectorAll("[title], [aria-label], [value], [data-tip], [placeholder]")].flatMap(e => ["title", "aria-label", "value", "data-tip"].map(a => e.getAttribute(a) ?? "")),
         ...[...document.querySelectorAll("input, textarea")].map(e => e.value)].join("\n")
        """;

    readonly HashSet<string> _heard = new(StringComparer.Ordinal);
    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "39")]
    public async Task No_marker_becomes_an_element_on_any_page_and_each_is_shown_as_text()
    {
        await using var server = await WebServer.StartAsync(Cancellation);
        await using var owner = await chromium.VisitAsync(server.Url, userAgent: HostileRig.Mark("browser"));
        await using var guest = await chromium.VisitAsync(server.Url);
        await HostileForms.SetUpAsync(server, owner, CheckAsync);
        string farm = new Uri(await server.SetUpAsync(owner, HostileRig.Mark("person"), HostileRig.Mark("farm"))).AbsolutePath;
        string token = await WebServer.AddRigAsync(owner, farm, HostileRig.Mark("rig"));
        var forms = new HostileForms(owner, farm, CheckAsync);
        await using (await HostileRig.ConnectAsync(server.Url, token, Cancellation))
        {
            string rig = await FillAsync(owner, farm);
            await FormsAsync(owner, rig, farm);
            await FarmFormsAsync(owner, farm);
            await HeatAsync(owner, farm);
            await StateAsync(owner, rig);
            await forms.OwnAsync(rig);
            await forms.StrangerAsync(guest);
            await LiveAsync(owner, rig, farm);
            await CrawlAsync(owner, ["/?all=true", rig, rig + "/miners/main", rig + "/commands", rig + "/work/miner?name=own", "/audit?who=" + Uri.EscapeDataString(HostileRig.Mark("who")), $"/audit?from={Uri.EscapeDataString(HostileRig.Mark("from"))}&until={Uri.EscapeDataString(HostileRig.Mark("until"))}", "/audit?what=rig.recovery", "/audit?what=rig.heat", "/audit?what=rig.reading", "/audit?what=rig.event", "/audit?what=rig.miner-ended", "/admin/users?find=" + Uri.EscapeDataString(HostileRig.Mark("find")), farm + "?q=" + Uri.EscapeDataString(HostileRig.Mark("search")), farm + "?q=tag%3A" + Uri.EscapeDataString(HostileRig.Mark("tag")), farm + "?v=tiles", farm + "/wall", "/account/confirm?returnUrl=" + Uri.EscapeDataString("/" + HostileRig.Mark("back"))]);
            await CrawlAsync(guest, ["/welcome", "/sign-in?returnUrl=" + Uri.EscapeDataString("/" + HostileRig.Mark("back")), "/offline", "/forgot", "/register", "/reset/bxl_none", "/confirm-email/bxl_none", "/invites/bxi_none"]);
        }
        await owner.Page.GotoAsync(farm);
        await owner.UntilAsync("document.querySelector('.rig .st.offline') !== null", seconds: 60);
        await forms.JoinAsync();
        await owner.Page.GotoAsync(farm);
        await CrawlAsync(owner, [farm, .. await owner.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.rig a.name')].map(a => a.getAttribute('href'))")]);
        string[] unheard = [.. s_all.Except(_heard)], unseen = [.. GalleryTests.Routes().Except(_seen).Except(s_elsewhere)];
        Assert.True(unheard.Length == 0, "Never shown: " + string.Join(", ", unheard));
        Assert.True(unseen.Length == 0, "Not looked at: " + string.Join(", ", unseen));
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
        await owner.OpenAsync("/account/keys/new");
        await SaveAsync(page, "#name", HostileRig.Mark("key"));
        await page.GotoAsync(rig);
        await page.ClickAsync(".actions summary");
        await page.ClickAsync("button[value=Diagnose]");
        await page.GotoAsync(rig);
        await owner.UntilAsync("document.querySelector('.command .badge.ok') !== null", seconds: 60);
        return rig;
    }

    /// <summary>Larger forms: what is refused comes back into its fields, what is saved is shown elsewhere.</summary>
    async Task FormsAsync(Visitor owner, string rig, string farm)
    {
        var page = owner.Page;
        await owner.OpenAsync("/admin/mail");
        // What a browser would not let through, a program sends all the same.
        await page.EvaluateAsync("for (const field of document.querySelectorAll('form[action=\"/admin/mail\"] input:not([type=hidden], [type=password])')) { field.type = 'text'; field.removeAttribute('maxlength'); }");
        await FillAsync(page, ("[name=Host]", "mailhost"), ("[name=Port]", "mailport"), ("[name=User]", "mailuser"), ("[name=From]", "mailfrom"), ("[name=LinksTo]", "maillinks"));
        await page.ClickAsync("form[action='/admin/mail'] button.primary");
        await page.WaitForSelectorAsync("form[action='/admin/mail'] .error");
        owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));   // that it was refused
        await CheckAsync(owner);
        foreach (var (field, text) in new[] { ("Host", "mail.example.org"), ("Port", "587"), ("From", "rigs@example.org"), ("LinksTo", "https://rigs.example.org"), ("User", HostileRig.Mark("mailuser")), ("Password", "secret words") }) { await page.FillAsync($"[name={field}]", text); }
        await page.ClickAsync("form[action='/admin/mail'] button.primary");
        await page.WaitForSelectorAsync("form[action='/admin/mail?handler=Test']");
        await CheckAsync(owner);

        await owner.OpenAsync(rig + "/work/miner");
        foreach (var (field, text) in new[] { ("#name", "own"), ("#p0-0p", "3333") }) { await page.FillAsync(field, text); }
        await page.SelectOptionAsync("#miner", "t-rex");
        await FillAsync(page, ("#c0", "wcoin"), ("#p0-0u", "puser"), ("#p0-0w", "pworker"), ("#program", "program"), ("#devices", "device"), ("#arguments", "argument"), ("#a0", "walgorithm"), ("#p0-0h", "phost"), ("#least", "least"));
        await page.ClickAsync("form.card button[type=submit]");
        await page.WaitForSelectorAsync(".note.bad[role=alert]");   // no such number, algorithm, host and argument; the rest may be
        owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal));
        await CheckAsync(owner);
        foreach (var (field, text) in new[] { ("#a0", "kawpow"), ("#p0-0h", "pool.example"), ("#least", ""), ("#arguments", "") }) { await page.FillAsync(field, text); }
        await page.ClickAsync("form.card button[type=submit]");
        await page.ArrivedAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        await CheckAsync(owner);

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
        await CheckAsync(owner);
        await page.GotoAsync(farm);
        await page.Locator(".rig .pick input").First.CheckAsync(new() { Force = true });
        await page.ClickAsync("#batch button[value=tags]");
        await page.FillAsync("#remove", "none-of-them");
        await page.ClickAsync("form.card button.primary");
        await page.WaitForSelectorAsync(".note[role=status]");
        await CheckAsync(owner);
    }

    /// <summary>A farm's forms: each refuses what it was sent and gives it back.</summary>
    async Task FarmFormsAsync(Visitor owner, string farm)
    {
        foreach (var (path, fields) in new (string, (string, string)[])[]
        {
            ("/settings", [("[name=Price]", "price")]),
            ("/heat", [("[name=Core] >> nth=0", "heatcore"), ("[name=Hotspot] >> nth=0", "heathotspot"), ("[name=Memory] >> nth=0", "heatmemory"), ("[name=Fan] >> nth=0", "heatfan"), ("[name=Accepted] >> nth=0", "heataccepted"), ("input[name=Model]:not([type=hidden]) >> nth=0", "heatmodel")]),
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
            await CheckAsync(owner);
        }
    }

    /// <summary>The heat page offers the models of the farm's cards, and has one of a person's own as it was saved.</summary>
    async Task HeatAsync(Visitor owner, string farm)
    {
        var page = owner.Page;
        await page.GotoAsync(farm + "/heat");
        await page.FillAsync("input[name=Model]:not([type=hidden]) >> nth=0", HostileRig.Mark("heatmodel"));
        await page.ClickAsync($"form[action='{farm}/heat'] button.primary");
        await page.ArrivedAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        Assert.Superset(new HashSet<string> { "card", "heatmodel", "farm" }, await CheckAsync(owner));
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
        await page.LoadedAsync();
    }

    /// <summary>What is pushed while the page is open comes another way than the page itself.</summary>
    async Task LiveAsync(Visitor owner, string rig, string farm)
    {
        foreach (var (path, part) in new[] { (rig, "#rig-gpus"), (farm, ".rig") })
        {
            await owner.Page.GotoAsync(path);
            // Three times it was pushed and put into the page, whether or not it says the same as before.
            await owner.Page.EvaluateAsync($"(() => {{ const part = document.querySelector('{part}').id, put = bloxPatch; window.pushed = 0; window.bloxPatch = (have, want) => {{ if (have.id === part) pushed++; return put(have, want); }}; }})()");
            await owner.UntilAsync("pushed >= 3", seconds: 90);
            if (part == "#rig-gpus") { await owner.UntilAsync("document.querySelector('#rig-logs').textContent.includes(\"bad('log')\")", seconds: 60); }
            await CheckAsync(owner);
        }
    }

    async Task CrawlAsync(Visitor owner, string[] starts)
    {
        var waiting = new Queue<string>(starts);
        var known = new HashSet<string>(starts, StringComparer.Ordinal);
        while (waiting.TryDequeue(out string? path))
        {
            var answer = await owner.OpenAsync(path);
            if (answer is { Status: 404 }) { owner.Forgive(static one => one.StartsWith("Failed to load resource", StringComparison.Ordinal)); }   // a link that is no longer good says so
            await CheckAsync(owner);
            foreach (string link in await Gallery.LinksAsync(owner)) { if (known.Add(Gallery.PatternOf(link))) { waiting.Enqueue(link); } }
        }
    }

    /// <summary>Nothing became an element, and nothing is said that is none of the few words it should be; gives what is said.</summary>
    async Task<HashSet<string>> CheckAsync(Visitor who)
    {
        var page = who.Page;
        string said = await page.EvaluateAsync<string>(Said);
        var here = s_all.Where(field => said.Contains($"bad('{field}')", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        _heard.UnionWith(here);
        _seen.Add(Gallery.PatternOf(new Uri(page.Url).AbsolutePath));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('img[src=x], [onerror]').length"));
        string[] told = await page.EvaluateAsync<string[]>("never => never.filter(field => document.documentElement.outerHTML.includes(`bad('${field}')`))", s_never);
        Assert.True(told.Length == 0, $"{page.Url} says {string.Join(", ", told)}");
        Assert.True(who.Complaints.IsEmpty, $"{page.Url}: {string.Join("\n", who.Complaints)}");
        return here;
    }
}
