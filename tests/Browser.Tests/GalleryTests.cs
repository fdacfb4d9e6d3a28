using System.Text.RegularExpressions;
using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>Every page, at every size and in both themes.</summary>
public sealed partial class GalleryTests(Chromium chromium)
{
    const string Demo = "demo@example.com";
    const string Token = "bxi_aaaaaaaaaaaaaaaaaaaaaaaaaa_aaaa_aaaa";

    /// <summary>Pages of another test.</summary>
    static readonly string[] s_elsewhere = ["/setup"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_fits_and_is_quiet()
    {
        await using var server = await WebServer.StartAsync(Cancellation, "--demo");
        await using var admin = await VisitAsync(server);
        var gallery = new Gallery(admin);
        await DoorsAsync(gallery);
        await admin.SignInAsync(Demo, server.DemoPassword);
        await admin.UntilAsync("document.querySelectorAll('.rig .st.mining').length > 5 && document.querySelectorAll('.gpu.critical').length > 0", seconds: 90);
        string farm = new Uri(admin.Page.Url).AbsolutePath;
        await MaintainAsync(admin);
        await gallery.LookAsync("farm");
        await gallery.CrawlAsync("/?all=true");
        foreach (string path in new[] { farm + "?q=nothing-like-this", "/audit?what=key.", "/admin/users?find=nobody", "/account/confirm?returnUrl=%2Faccount", "/invites/" + Token, "/farms/none", "/nothing", "/api" }) { await gallery.ShowAsync(path, Named(path)); }
        await ListAsync(gallery, admin, farm);
        await RigsAsync(gallery, admin, farm);
        await MinerAsync(gallery, admin, farm);
        await FormsAsync(gallery, admin, farm);
        string invitation = await InvitationAsync(gallery, admin, farm);
        await using var guest = await VisitAsync(server);
        var doors = new Gallery(guest);
        await doors.ShowAsync(invitation, "door-invited");
        await doors.ShowAsync("/register?invite=" + invitation.Split('/')[^1], "door-register-invited");
        await MemberAsync(doors, guest, farm);
        Assert.True(doors.Faults.Count == 0, string.Join("\n", doors.Faults));
        Assert.True(gallery.Faults.Count == 0, string.Join("\n", gallery.Faults));
        string[] unseen = [.. Routes().Except(gallery.Seen).Except(doors.Seen).Except(s_elsewhere)];
        Assert.True(unseen.Length == 0, "Not shown: " + string.Join(", ", unseen));
    }

    [Fact]
    public async Task The_first_run_and_an_empty_farm_fit_and_are_quiet()
    {
        await using var server = await WebServer.StartAsync(Cancellation);
        await using var owner = await VisitAsync(server);
        var gallery = new Gallery(owner);
        await gallery.ShowAsync("/", "setup");
        await owner.Page.FillAsync("[name='Form.Code']", "AAAA-BBBB-CCCC");
        await owner.Page.ClickAsync("button.primary");
        await owner.Page.WaitForSelectorAsync("#f-Form-Code-e");
        await gallery.LookAsync("setup-wrong", isError: true);
        await owner.Page.FillAsync("[name='Form.Code']", server.SetUpCode);
        await owner.Page.ClickAsync("button.primary");
        await owner.Page.WaitForSelectorAsync("[name='Form.Email']");
        await gallery.LookAsync("setup-account");
        await server.SetUpAsync(owner);
        await gallery.LookAsync("farm-empty");
        string farm = new Uri(owner.Page.Url).AbsolutePath;
        foreach (string path in new[] { "/", "/account/keys", "/admin/users/invites", farm + "/enrollment", farm + "/people" }) { await gallery.ShowAsync(path, Named(path) + "-empty"); }
        string rig = await NewRigAsync(owner, farm);
        foreach (var (path, name) in new[] { (rig, "rig-new"), (rig + "/charts", "rig-charts-empty"), (farm + "/charts", "farm-charts-empty") })
        {
            await owner.Page.GotoAsync(path);
            await owner.UntilAsync("document.getElementById('charts-wait').textContent.includes('No numbers were recorded') && !document.getElementById('charts').hasAttribute('aria-busy')");
            await gallery.LookAsync(name);
        }
        await ErrorsAsync(gallery, server, owner, rig);
        Assert.True(gallery.Faults.Count == 0, string.Join("\n", gallery.Faults));
    }

    /// <summary>Path of a rig that was added and never called.</summary>
    static async Task<string> NewRigAsync(Visitor owner, string farm)
    {
        await WebServer.AddRigAsync(owner, new Uri(new(owner.Page.Url), farm).ToString(), "oak-07");
        await owner.Page.GotoAsync(farm);
        return (await owner.Page.GetAttributeAsync(".rig .name", "href"))!;
    }

    /// <summary>What is said when the server itself fails. This one is not good for anything afterwards.</summary>
    static async Task ErrorsAsync(Gallery gallery, WebServer server, Visitor owner, string rig)
    {
        var page = owner.Page;
        await HurryAsync(page);
        await SayAsync(gallery, owner, "429", "Too many tries");
        server.BreakTable("rig_event");
        await page.GotoAsync(rig);
        await SayAsync(gallery, owner, "500", "Something failed");
        server.BreakTable("grain_state");
        await page.RouteAsync("**/healthz/ready", static route => route.FulfillAsync(new() { Status = 503 }));   // or the page would come again while it is looked at
        await page.GotoAsync("/farms/aaaaaaaaaaaaaaaaaaaaaaaaaa");
        await SayAsync(gallery, owner, "503", "Not ready");
    }

    /// <summary>Something in another tab changes things as fast as it can, until a form of this one is refused for it.</summary>
    static async Task HurryAsync(IPage page)
    {
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(new(page.Url), "/account").ToString());
        await other.EvaluateAsync("() => { for (let i = 0; i < 6; i++) { (async () => { for (;;) { await fetch('/account?handler=Look', { method: 'POST' }); } })(); } }");
        await Eventually.Async(
            async () =>
            {
                await page.GotoAsync("/account");
                var answer = await page.RunAndWaitForResponseAsync(() => page.ClickAsync("form[action$='handler=Look'] button"), static answer => answer.Request.Method == "POST");
                return answer.Status == 429;
            },
            TimeSpan.FromSeconds(120), "a form that is refused", Cancellation);
        await page.WaitForSelectorAsync(".error-page");
        await other.CloseAsync();
    }

    static async Task SayAsync(Gallery gallery, Visitor visitor, string code, string title)
    {
        Assert.Equal((title, code), (await visitor.Page.InnerTextAsync("h1"), await visitor.Page.InnerTextAsync(".code.push")));
        await gallery.LookAsync("error-" + code, isError: true);
    }

    /// <summary>What somebody sees who is not signed in.</summary>
    static async Task DoorsAsync(Gallery gallery)
    {
        foreach (string path in new[] { "/welcome", "/sign-in", "/offline", "/sign-in?done=reset", "/forgot", "/register", "/reset/bxl_none", "/confirm-email/bxl_none", "/invites/" + Token }) { await gallery.ShowAsync(path, "door-" + Named(path)); }
    }

    /// <summary>People work on one of the rigs: it stands so in every list.</summary>
    static async Task MaintainAsync(Visitor admin)
    {
        string list = admin.Page.Url;
        await admin.Page.ClickAsync(".rig .name:text-is('ash-03')");
        await admin.Page.ClickAsync(".actions summary");
        await admin.Page.ClickAsync("form[action$='handler=Maintenance'] button");
        await admin.UntilAsync("document.querySelector('#rig-state.maintenance') !== null");
        await admin.Page.GotoAsync(list);
        await admin.UntilAsync("document.querySelector('.rig .word.maintenance') !== null");
    }

    /// <summary>The list in its other views, with rigs chosen, and what can be done with them.</summary>
    static async Task ListAsync(Gallery gallery, Visitor admin, string farm)
    {
        foreach (string path in new[] { farm + "?v=tiles", farm + "?f=attention", farm + "?s=power", farm + "/wall", farm + "/views" }) { await gallery.ShowAsync(path, Named(path)); }
        foreach (string act in new[] { "tags", "rename", "move", "delete", "reboot" })
        {
            await admin.Page.GotoAsync(farm);
            await admin.Page.Locator(".rig .pick input").Nth(2).CheckAsync(new() { Force = true });
            await admin.Page.Locator(".rig .pick input").Nth(4).CheckAsync(new() { Force = true });
            if (act == "tags") { await gallery.LookAsync("farm-chosen"); }
            await admin.Page.ClickAsync($"#batch button[value={act}]");
            await admin.Page.WaitForSelectorAsync("form.card h1");
            if (act == "rename")
            {
                await admin.Page.ClickAsync("[data-again]");
                await admin.Page.WaitForSelectorAsync(".names");
            }
            await gallery.LookAsync("farm-batch-" + act);
            if (act != "tags") { continue; }
            await admin.Page.FillAsync("#remove", "no-such-tag");   // and so they stay as they were
            await admin.Page.ClickAsync("form.card button.primary");
            await admin.Page.WaitForSelectorAsync(".note[role=status]");
            await gallery.LookAsync("farm-batch-done");
        }
    }

    /// <summary>A rig in trouble, one that is away, and one that people work on.</summary>
    static async Task RigsAsync(Gallery gallery, Visitor admin, string farm)
    {
        foreach (string state in new[] { ".rig:has(.gpu.critical)", ".rig:has(.st.offline)", ".rig:has(.gpu.dead)", ".rig:has(.st.maintenance)" })
        {
            await admin.Page.GotoAsync(farm);
            var link = admin.Page.Locator(state + " .name").First;
            await link.WaitForAsync(new() { Timeout = 90_000 });
            await gallery.ShowAsync((await link.GetAttributeAsync("href"))!, "rig-" + NotLetters().Replace(state, ""));
        }
    }

    /// <summary>A rig that is told to run a miner, and the page of that miner.</summary>
    static async Task MinerAsync(Gallery gallery, Visitor admin, string farm)
    {
        await admin.Page.GotoAsync(farm);
        // One that can mine what it is told here, so that its page says so.
        string rig = (await admin.Page.Locator(".rig:has(.st.mining) .name:text-is('fir-05')").GetAttributeAsync("href"))!;
        await admin.OpenAsync(rig + "/work/miner");
        await admin.Page.FillAsync("#name", "main");
        await admin.Page.SelectOptionAsync("#miner", "teamredminer");
        foreach (var (field, value) in new[] { ("#a0", "etchash"), ("#p0-0h", "etc.pool-a.example.com"), ("#p0-0p", "4697"), ("#p0-0u", "0xWalletOfMara") }) { await admin.Page.FillAsync(field, value); }
        await gallery.LookAsync("rig-work-miner");
        await admin.Page.ClickAsync("form.card button[type=submit]");
        await admin.Page.ArrivedAsync(static url => url.Contains("saved=true", StringComparison.Ordinal));
        await gallery.LookAsync("rig-work");
        await admin.Page.GotoAsync(rig);
        await admin.UntilAsync("[...document.querySelectorAll('#rig-orders .badge')].some(b => b.textContent === 'as wanted')");
        await gallery.LookAsync("rig-as-wanted");
        await gallery.ShowAsync(rig + "/miners/main", "rig-miner");
    }

    /// <summary>Answers to forms: what is wrong stands at its field, what is shown once fits.</summary>
    static async Task FormsAsync(Gallery gallery, Visitor admin, string farm)
    {
        await admin.OpenAsync("/admin/mail");
        await admin.Page.FillAsync("[name=Host]", "mail.example.org");
        await admin.Page.FillAsync("[name=Port]", "6379");
        await admin.Page.FillAsync("[name=From]", "bloxos@example.org");
        await admin.Page.ClickAsync("form[action='/admin/mail'] button.primary");
        await admin.Page.WaitForSelectorAsync("#f-Port-e");
        Assert.EndsWith("/admin/mail", admin.Page.Url, StringComparison.Ordinal);
        await gallery.LookAsync("admin-mail-wrong", isError: true);
        await admin.Page.FillAsync("[name=Port]", "587");
        await admin.Page.ClickAsync("form[action='/admin/mail'] button.primary");
        await admin.Page.WaitForSelectorAsync("form[action='/admin/mail?handler=Test']");
        await gallery.LookAsync("admin-mail-on");

        await admin.OpenAsync("/admin/users/invite");
        await admin.Page.FillAsync("[name=Email]", "jon.with.a.rather.long.address@mining-company.example.org");
        await admin.Page.ClickAsync("form[action='/admin/users/invite'] button.primary");
        await admin.Page.WaitForSelectorAsync("#invite-link");
        await gallery.LookAsync("admin-invite-made");
        await gallery.ShowAsync("/admin/users/invites", "admin-invites-open");

        await admin.Page.GotoAsync(farm + "/add-rig");
        await admin.Page.FillAsync("#name", "oak-99");
        await admin.Page.ClickAsync("button.primary[type=submit]");
        await admin.Page.WaitForSelectorAsync("#start-line");
        await gallery.LookAsync("farm-add-rig-done");

        await admin.Page.GotoAsync(farm + "/enrollment");
        await admin.Page.ClickAsync("form[data-once] button.primary");
        await admin.Page.WaitForSelectorAsync("#join-line");
        await gallery.LookAsync("farm-enrollment-code");
    }

    /// <summary>Invites somebody; the path of the link.</summary>
    static async Task<string> InvitationAsync(Gallery gallery, Visitor admin, string farm)
    {
        await admin.Page.GotoAsync(farm + "/people");
        await admin.Page.FillAsync("#email", "jon.with.a.rather.long.address@mining-company.example.org");
        await admin.Page.SelectOptionAsync("#level", "Viewer");
        await admin.Page.ClickAsync("#invite button.primary");
        await admin.Page.WaitForSelectorAsync("#invite-link");
        Assert.EndsWith("/people", admin.Page.Url, StringComparison.Ordinal);
        await gallery.LookAsync("farm-people-invited");
        return new Uri(await admin.Page.InnerTextAsync("#invite-link")).AbsolutePath;
    }

    /// <summary>Somebody who may only watch becomes a member, is refused what managers do, and signs in again with a second factor.</summary>
    static async Task MemberAsync(Gallery gallery, Visitor guest, string farm)
    {
        const string password = "another sentence that is fine";
        var page = guest.Page;
        string email = await page.InputValueAsync("[name=Email]");
        await page.FillAsync("[name=DisplayName]", "Jon");
        await page.FillAsync("[name=Password]", password);
        await page.ClickAsync("button.primary");
        await page.ArrivedAsync("**" + farm);
        await gallery.ShowAsync(farm + "/settings", "error-not-allowed");
        Assert.Equal(("Not allowed", "403"), (await page.InnerTextAsync("h1"), await page.InnerTextAsync(".code.push")));

        await page.GotoAsync("/account/second-factor");
        await page.ClickAsync("form[action$='handler=Start'] button");
        string seed = await page.InnerTextAsync("#seed");
        await gallery.LookAsync("account-second-factor-seed");
        await page.FillAsync("[name=Code]", TimedCode.At(seed, TimeProvider.System.GetUtcNow()));
        await page.ClickAsync("form[action$='handler=On'] button.primary");
        await page.WaitForSelectorAsync("#codes");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[type=email]", email);
        await page.FillAsync("input[type=password]", password);
        await page.ClickAsync("button[type=submit]");
        await page.ArrivedAsync("**/sign-in/code**");
        await gallery.LookAsync("door-code");
    }

    async Task<Visitor> VisitAsync(WebServer server)
    {
        var visitor = await chromium.VisitAsync(server.Url);
        await visitor.Page.Context.AddCookiesAsync([new Cookie { Name = "bloxos-theme", Value = "dark", Url = server.Url.ToString() }]);
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });   // a colour on its way to another is none of either theme
        return visitor;
    }

    /// <summary>The addresses of all pages, as they stand in the source.</summary>
    internal static List<string> Routes() =>
        [.. Directory.EnumerateFiles(Path.Combine(BuiltOutput.RepositoryRoot(), "src", "Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Select(static file => PageRoute().Match(File.ReadLines(file).FirstOrDefault() ?? "")).Where(static match => match.Success)
            .Select(static match => Parameter().Replace(match.Groups[1].Value, "{}"))];

    static string Named(string path) => NotLetters().Replace(Gallery.PatternOf(path).Replace("{}", "one", StringComparison.Ordinal) + (path.Contains('?', StringComparison.Ordinal) ? "-" + path.Split('?', '=')[1] : ""), "-").Trim('-') is { Length: > 0 } name ? name : "home";

    [GeneratedRegex("^@page \"([^\"]+)\"")]
    private static partial Regex PageRoute();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("[^a-z]+")]
    private static partial Regex NotLetters();
}
