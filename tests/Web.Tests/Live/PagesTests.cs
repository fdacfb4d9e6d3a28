using System.Net;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Tests.Display;

namespace BloxOs.Web.Tests.Live;

public sealed class PagesTests
{
    [Fact]
    public async Task The_only_farm_opens_by_itself_and_says_what_to_do_while_it_is_empty()
    {
        await using var host = await LiveHost.StartAsync();
        Assert.Equal($"/farms/{host.FarmId}", (await host.GetAsync("/")).Headers.Location?.ToString());
        string page = await host.ReadAsync($"/farms/{host.FarmId}");
        Assert.Contains("No rigs in Garage North yet", page, StringComparison.Ordinal);
        Assert.Contains($"/farms/{host.FarmId}/add-rig", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_a_rig_shows_its_token_and_the_line_that_installs_the_agent()
    {
        await using var host = await LiveHost.StartAsync();
        string form = $"/farms/{host.FarmId}/add-rig";
        using var refused = await host.PostAsync(form, ("name", "   "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("A name is needed.", await Text(refused), StringComparison.Ordinal);

        using var added = await host.PostAsync(form, ("name", "<b>oak</b>"));
        string page = await Text(added);
        Assert.Contains("bxr_", page, StringComparison.Ordinal);
        string server = host.Address.GetLeftPart(UriPartial.Authority);
        string line = page.Replace("<span>", "", StringComparison.Ordinal).Replace("</span>", "", StringComparison.Ordinal);   // words that do not break
        Assert.Contains($"curl -fsSL {server}/install.sh ", line, StringComparison.Ordinal);
        Assert.Contains($"| sudo bash -s -- {server}", line, StringComparison.Ordinal);
        Assert.True(added.Headers.CacheControl?.NoStore);
        foreach (string shown in new[] { page, await host.ReadAsync(form), await host.ReadAsync($"/farms/{host.FarmId}/enrollment") })
        {
            Assert.Contains("This server has no agent builds yet", shown, StringComparison.Ordinal);
        }
        string list = await host.ReadAsync($"/farms/{host.FarmId}");
        Assert.Contains("&lt;b&gt;oak&lt;/b&gt;", list, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>oak</b>", list, StringComparison.Ordinal);
        Assert.DoesNotContain("bxr_", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fragment_of_the_list_follows_filter_and_search()
    {
        await using var host = await LiveHost.StartAsync();
        string hot = await host.AddRigAsync("oak-1"), good = await host.AddRigAsync("oak-2");
        await host.ReportAsync(hot, new GpuReading { Index = 0, CoreCelsius = 75 });
        await host.ReportAsync(good, new GpuReading { Index = 0, CoreCelsius = 50 });
        await TestServers.Eventually.Async(async () => (await host.ReadAsync($"/farms/{host.FarmId}")).Contains("gpu hot", StringComparison.Ordinal), what: "the first sample", cancellation: TestContext.Current.CancellationToken);

        using var answer = await host.GetAsync($"/farms/{host.FarmId}?f=hot&q=oak&handler=List");
        string fragment = await Text(answer);
        Assert.Contains($"id=\"rig-{hot}\"", fragment, StringComparison.Ordinal);
        Assert.DoesNotContain($"id=\"rig-{good}\"", fragment, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", fragment, StringComparison.Ordinal);
        Assert.Equal($"/farms/{host.FarmId}?f=hot&q=oak", answer.Headers.GetValues("HX-Replace-Url").Single());
    }

    [Fact, Trait("check", "36")]
    public async Task A_rig_has_a_page_and_what_is_foreign_does_not_exist()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-1");
        string fresh = await host.ReadAsync($"/rigs/{rig}");
        Assert.Contains("Waiting for the first report", fresh, StringComparison.Ordinal);
        Assert.Contains("id=\"first-report\"", fresh, StringComparison.Ordinal);   // by it the page hides what would be empty
        Assert.Contains("nothing heard yet", fresh, StringComparison.Ordinal);   // of its kernel's log nothing is known
        Assert.DoesNotContain("no trouble in 30 days", fresh, StringComparison.Ordinal);
        var session = await host.ReportAsync(rig, new GpuReading { Index = 0, MemoryCelsius = 104 });
        string heard = await host.ReadAsync($"/rigs/{rig}");
        Assert.Contains("GPU 0 is critical: memory 104 °C", heard, StringComparison.Ordinal);
        Assert.Contains("Stop its miner or lower its power limit now", heard, StringComparison.Ordinal);   // what to do stands with what is wrong
        Assert.DoesNotContain("first-report", heard, StringComparison.Ordinal);
        Assert.Contains("no trouble in 30 days", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing heard yet", await host.ReadAsync($"/rigs/{rig}?handler=Activity"), StringComparison.Ordinal);
        // Of dual mining the efficiency of each algorithm is told, to a finger and the keyboard as well.
        GpuReading[] cards = [RigViews.Gpu(0, 50)];
        session = await host.ReportAsync(rig, new RigStats { Gpus = cards, Work = [RigViews.Work("autolykos2", 1.02e9, cards), RigViews.Work("kheavyhash", 2.74e9, cards)] });
        string dual = await host.ReadAsync($"/rigs/{rig}");
        Assert.Contains("<dt>Efficiency, Autolykos2</dt>", dual, StringComparison.Ordinal);
        Assert.Contains("<dt>Efficiency, kHeavyHash</dt>", dual, StringComparison.Ordinal);
        await host.Grains.GetGrain<IRigGrain>(rig).Detach(session, TimeProvider.System.GetUtcNow());
        string dark = await host.ReadAsync($"/rigs/{rig}");
        Assert.Contains("Why is it down?", dark, StringComparison.Ordinal);
        // What it ran is there, as of then and without figures; so it is in what is fetched after a gap, with the head that stands outside.
        foreach (string page in (string[])[dark, await host.ReadAsync($"/rigs/{rig}?handler=List")])
        {
            Assert.Contains($"id=\"{DomId.RigHead}\"", page, StringComparison.Ordinal);
            string last = page.Split($"id=\"{DomId.RigCards}\"")[1].Split("</section>")[0];
            foreach (string part in (string[])["Last miners", "as of", "T-Rex 0.26.8", "Autolykos2", "kHeavyHash"]) { Assert.Contains(part, last, StringComparison.Ordinal); }
            foreach (string figure in (string[])["H/s", "accepted", "hashing"]) { Assert.DoesNotContain(figure, last, StringComparison.Ordinal); }
        }
        foreach (string path in (string[])["/charts", "/people", "/enrollment", "/settings", "/heat"]) { AssertFrame(await host.ReadAsync($"/farms/{host.FarmId}{path}"), 3); }
        foreach (string path in (string[])["", "/charts", "/commands", "/work", "/settings"]) { AssertFrame(await host.ReadAsync($"/rigs/{rig}{path}"), path.Length == 0 ? 3 : 4); }

        string foreign = OpaqueId.New();
        await host.Grains.GetGrain<Grains.Farms.IFarmGrain>(foreign).Create("Foreign", OpaqueId.New());
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"/farms/{foreign}")).StatusCode);   // an administrator
        await host.BecomeStrangerAsync();
        foreach (string path in (string[])[$"/farms/{foreign}", $"/farms/{foreign}/add-rig", $"/farms/{foreign}?handler=List", $"/rigs/{rig}", $"/farms/{OpaqueId.New()}", $"/rigs/{OpaqueId.New()}"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(path)).StatusCode);
        }
        Assert.Contains((await host.GetAsync("/rigs/%00")).StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
    }

    /// <summary>The path is Farms / FARM / RIG / page, its last step the page itself; the title stands above the tabs.</summary>
    static void AssertFrame(string page, int steps)
    {
        string[] crumbs = page.Split("aria-label=\"Breadcrumb\"><ol>")[1].Split("</ol>")[0].Split("</li>", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(steps, crumbs.Length);
        Assert.Contains("href=\"/?all=true\">Farms</a>", crumbs[0], StringComparison.Ordinal);
        Assert.All(crumbs[..^1], static crumb => Assert.Contains("<a href=", crumb, StringComparison.Ordinal));
        Assert.StartsWith("<li aria-current=\"page\">", crumbs[^1], StringComparison.Ordinal);
        Assert.InRange(page.IndexOf("<h1>", StringComparison.Ordinal), 0, page.IndexOf("<nav class=\"tabs\"", StringComparison.Ordinal));
    }

    static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
