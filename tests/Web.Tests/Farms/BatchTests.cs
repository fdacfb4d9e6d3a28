using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Batches;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Farms;

public sealed partial class BatchTests
{
    [Fact]
    public async Task Tags_names_and_the_farm_of_many_rigs_change_each_with_a_line_in_the_audit_log()
    {
        await using var host = await LiveHost.StartAsync();
        string a = await host.AddRigAsync("b"), b = await host.AddRigAsync("a"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        using var tagged = await SendAsync(host, batch + "?handler=Tags", list, ("rigs", $"{a} {b}"), ("add", "cold, dry"), ("remove", "x"));
        Assert.Contains("Done for each of them.", await Text(tagged), StringComparison.Ordinal);
        using var same = await SendAsync(host, batch + "?handler=Tags", list, ("rigs", $"{a} {b}"), ("add", "dry"));
        string unchanged = await Text(same);
        Assert.Contains("Nothing to change: every rig was already so.", unchanged, StringComparison.Ordinal);
        Assert.Contains("<h1>Change tags: 0 of 2 rigs changed</h1>", unchanged, StringComparison.Ordinal);
        Assert.DoesNotContain("note ok", unchanged, StringComparison.Ordinal);
        foreach (string rig in new[] { a, b }) { Assert.Equal(["cold", "dry"], (await host.Grains.GetGrain<IRigGrain>(rig).GetView())!.Description.Tags.AsEnumerable()); }
        using var asked = await SendAsync(host, batch, list, ("act", "rename"), ("rig", a), ("rig", b));
        using var shown = await SendAsync(host, batch + "?handler=Preview", list, [.. Hidden(await Text(asked)), ("pattern", "rig-{n:00}"), ("first", "4")]);
        using var renamed = await SendAsync(host, batch + "?handler=Rename", list, [.. Hidden(await Text(shown)), ("pattern", "rig-{n:00}"), ("first", "4")]);
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        Assert.Equal(("rig-05", "rig-04"), (await Name(host, a), await Name(host, b)));   // in the order of the old names
        string audit = await host.ReadAsync("/audit?action=rig.settings");
        Assert.True(audit.Split("rig-04").Length > 1 && audit.Split("rig-05").Length > 1 && audit.Split("cold, dry").Length > 2, audit);
        using var deleted = await SendAsync(host, batch + "?handler=Delete", list, ("rigs", a), ("sure", "true"));
        Assert.Contains("Done for each of them.", await Text(deleted), StringComparison.Ordinal);
        Assert.Null(await host.Grains.GetGrain<IRigGrain>(a).GetView());
    }

    [Fact, Trait("bad-input", "96"), Trait("bad-input", "97")]
    public async Task A_form_sent_again_or_with_a_bad_number_renames_nothing()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        using var asked = await SendAsync(host, batch, list, ("act", "rename"), ("rigs", rig));
        var form = Hidden(await Text(asked));
        foreach (string bad in new[] { "1O0", "1e9", "1,5", "-1", "٣", "" })
        {
            using var wrong = await SendAsync(host, batch + "?handler=Rename", list, [.. form, ("pattern", "rig-{n}"), ("first", bad)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.Contains("First number", await Text(wrong), StringComparison.Ordinal);
        }
        Assert.Equal("oak", await Name(host, rig));
        (string, string)[] sent = [.. form, ("pattern", "a-{name}"), ("first", "1"), ("shown", "1 a-{name}")];
        using var once = await SendAsync(host, batch + "?handler=Rename", list, sent);
        using var twice = await SendAsync(host, batch + "?handler=Rename", list, sent);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity, "a-oak"), (once.StatusCode, twice.StatusCode, await Name(host, rig)));
        Assert.Contains("Nothing was renamed", await Text(twice), StringComparison.Ordinal);
        using var unread = await SendAsync(host, batch + "?handler=Rename", list, ("rigs", rig), ("pattern", "b-{name}"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "a-oak"), (unread.StatusCode, await Name(host, rig)));
    }

    /// <summary>Nobody takes back three hundred names: those of another pattern than the one that was looked at are shown first.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("2 rig-{n}")]
    [InlineData("1 rig-{n:00}")]
    public async Task Names_that_were_not_shown_are_shown_and_not_given(string? shown)
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        using var asked = await SendAsync(host, batch, list, ("act", "rename"), ("rigs", rig));
        string page = await Text(asked);
        Assert.DoesNotContain(">Rename</button>", page, StringComparison.Ordinal);
        (string, string)[] looked = shown is null ? [] : [("shown", shown)];
        using var answer = await SendAsync(host, batch + "?handler=Rename", list, [.. Hidden(page), ("pattern", "rig-{n}"), ("first", "1"), .. looked]);
        string again = await Text(answer);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "oak"), (answer.StatusCode, await Name(host, rig)));
        Assert.Contains("<b>rig-1</b>", again, StringComparison.Ordinal);
        Assert.Contains(">Rename</button>", again, StringComparison.Ordinal);
        using var given = await SendAsync(host, batch + "?handler=Rename", list, [.. Hidden(again), ("pattern", "rig-{n}"), ("first", "1")]);
        Assert.Equal((HttpStatusCode.OK, "rig-1"), (given.StatusCode, await Name(host, rig)));
    }

    [Fact]
    public async Task A_rig_that_leaves_while_many_are_ordered_has_its_own_result()
    {
        var between = new BeforeCall(nameof(IFarmGrain), nameof(IFarmGrain.GetView));
        await using var host = await LiveHost.StartAsync(between.Hooks);
        string stays = await host.AddRigAsync("oak"), leaves = await host.AddRigAsync("elm"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        string token = Browser.Token(await host.ReadAsync(list));
        // The page has found both, then one is deleted before the command is given.
        between.Once(() =>
        {
            between.Once(() => host.Grains.GetGrain<IRigGrain>(leaves).Delete(host.FarmId));
            return Task.CompletedTask;
        });
        using var form = new FormUrlEncodedContent([new("act", "restart"), new("rigs", $"{stays} {leaves}"), new("once", OpaqueId.New()), new("__RequestVerificationToken", token)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(batch + "?handler=Order", UriKind.Relative)) { Content = form };
        using var done = await host.SendAsync(request);
        string page = await host.ReadAsync(done.Headers.Location!.ToString());
        Assert.Contains("1 of 2", page, StringComparison.Ordinal);
        Assert.Contains("It is not in this farm any more.", page, StringComparison.Ordinal);
        Assert.Single((await host.Grains.GetGrain<IRigGrain>(stays).GetOrders())!.Commands);
    }

    [Fact]
    public async Task What_is_not_said_in_earnest_or_not_here_changes_nothing()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), foreign = OpaqueId.New(), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        await host.Grains.GetGrain<IRigGrain>(foreign).Create(new(OpaqueId.New(), "theirs", new byte[32]));
        using var unsure = await SendAsync(host, batch + "?handler=Delete", list, ("rigs", rig));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        using var theirs = await SendAsync(host, batch + "?handler=Delete", list, ("rigs", foreign), ("sure", "true"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, theirs.StatusCode);
        Assert.Contains("None of the chosen rigs is in this farm any more.", await Text(theirs), StringComparison.Ordinal);
        Assert.NotNull(await host.Grains.GetGrain<IRigGrain>(foreign).GetView());
        using var nowhere = await SendAsync(host, batch + "?handler=Move", list, ("rigs", rig), ("to", OpaqueId.New()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
        using var none = await SendAsync(host, batch, list, ("act", "tags"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        using var what = await SendAsync(host, batch, list, ("act", "explode"), ("rigs", rig));
        Assert.Equal(HttpStatusCode.BadRequest, what.StatusCode);
        using var many = await SendAsync(host, batch, list, ("act", "tags"), ("rigs", string.Join(' ', Enumerable.Range(0, BatchDesk.MostRigs + 1).Select(static _ => OpaqueId.New()))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, many.StatusCode);
        Assert.Contains($"Choose at most {BatchDesk.MostRigs} rigs at once.", await Text(many), StringComparison.Ordinal);
        using var boxes = await SendAsync(host, batch, list, [("act", "tags"), .. Enumerable.Range(0, 2 * BatchDesk.MostRigs).Select(static _ => ("rig", OpaqueId.New()))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, boxes.StatusCode);
        Assert.Equal("oak", await Name(host, rig));
    }

    [Fact]
    public async Task An_operator_orders_miners_but_neither_reboots_nor_changes_rigs()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        var invites = host.Grains.GetGrain<IFarmInvites>(host.FarmId);
        var invited = await invites.Invite(new(FarmLevel.Operator, null, TimeSpan.FromHours(1), OpaqueId.New()));
        string jon = await host.BecomeStrangerAsync();
        Assert.Equal(ChangeOutcome.Done, (await invites.AcceptInvite(FarmSecret.Parse(FarmSecret.Invite, invited.Token)!.Hash, jon, "JON@EXAMPLE.ORG")).Outcome);
        string page = await host.ReadAsync(list);
        Assert.Contains("value=\"restart\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"reboot\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"delete\"", page, StringComparison.Ordinal);
        using var reboot = await SendAsync(host, batch + "?handler=Order", list, ("act", "reboot"), ("rigs", rig), ("once", OpaqueId.New()));
        Assert.Equal(HttpStatusCode.Forbidden, reboot.StatusCode);
        using var restart = await SendAsync(host, batch + "?handler=Order", list, ("act", "restart"), ("rigs", rig), ("once", OpaqueId.New()));
        string ordered = await Text(restart);
        Assert.Contains("1 of 1", ordered, StringComparison.Ordinal);
        Assert.Contains("Ordered for each of them.", ordered, StringComparison.Ordinal);   // whether it was done the rig has still to say
        Assert.Single((await host.Grains.GetGrain<IRigGrain>(rig).GetOrders())!.Commands);

        // Into a farm where he only operates miners he moves no rig, not even one of his own.
        using var made = await host.PostAsync("/farms/new", ("Name", "Attic"), ("TimeZone", "Etc/UTC"), ("once", OpaqueId.New()));
        string own = made.Headers.Location!.ToString();
        using var added = await host.PostAsync(own + "/add-rig", ("name", "his"));
        string his = RigPath().Match(await Text(added)).Groups[1].Value;
        using var asked = await SendAsync(host, own + "/batch", own, ("act", "move"), ("rigs", his));
        string alone = await Text(asked);
        Assert.Contains("You manage no other farm.", alone, StringComparison.Ordinal);
        Assert.Contains($"<a class=\"btn\" href=\"{own}\">Back to the list</a>", alone, StringComparison.Ordinal);
        using var moved = await SendAsync(host, own + "/batch?handler=Move", own, ("rigs", his), ("to", host.FarmId));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, moved.StatusCode);
        Assert.Contains("Choose a farm that you manage.", await Text(moved), StringComparison.Ordinal);
        Assert.Equal(own.Split('/')[^1], (await host.Grains.GetGrain<IRigGrain>(his).GetView())!.Description.FarmId);
    }

    [Fact]
    public async Task What_is_asked_names_one_rig_and_counts_several()
    {
        await using var host = await LiveHost.StartAsync();
        string a = await host.AddRigAsync("oak"), b = await host.AddRigAsync("elm"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        foreach (var (act, rigs, title, warning) in new[]
        {
            ("reboot", a, "Reboot oak?", "The rig stops mining, "), ("reboot", $"{a} {b}", "Reboot 2 rigs?", "Each rig stops mining, "),
            ("delete", $"{a} {b}", "Delete 2 rigs?", "Their history goes, too."), ("restart", $"{a} {b}", "Restart miners on 2 rigs?", "All miners of these rigs stop "),
        })
        {
            using var asked = await SendAsync(host, batch, list, ("act", act), ("rigs", rigs));
            string page = await Text(asked);
            Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
            Assert.Contains(warning, page, StringComparison.Ordinal);
        }
    }

    /// <summary>Both pages have an address: a browser goes back to them, and a person from them to the list that he came from.</summary>
    [Fact]
    public async Task What_was_chosen_and_what_became_of_it_are_pages_of_their_own_for_who_did_it_and_lead_back_to_his_list()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        const string Searched = "?q=oak&x=1&s=power-asc&v=rows&f=all&handler=List", Back = "?q=oak&amp;s=power-asc\"";
        Assert.Contains("<input type=\"hidden\" name=\"list\" value=\"?q=oak&amp;s=power-asc\">", await host.ReadAsync(list + Searched.Replace("&handler=List", "", StringComparison.Ordinal)), StringComparison.Ordinal);
        using var chosen = await host.PostAsync(batch, list, ("act", "tags"), ("rigs", $"{rig} {rig}"), ("list", Searched));
        string asks = chosen.Headers.Location!.ToString();
        Assert.Equal((HttpStatusCode.Redirect, true), (chosen.StatusCode, asks.StartsWith(batch + "?id=", StringComparison.Ordinal)));
        string form = await host.ReadAsync(asks);
        Assert.Contains($"href=\"{list}{Back}>Cancel", form, StringComparison.Ordinal);
        Assert.Equal(("rigs", rig), Hidden(form).First(static field => field.Name == "rigs"));
        using var done = await host.PostAsync(batch + "?handler=Tags", list, [.. Hidden(form), ("add", "cold")]);
        string told = done.Headers.Location!.ToString();
        Assert.Equal((HttpStatusCode.Redirect, true), (done.StatusCode, told.StartsWith(batch + "/", StringComparison.Ordinal)));
        foreach (string page in new[] { await host.ReadAsync(told), await host.ReadAsync(told) })   // loaded again, it is the same
        {
            Assert.Contains("Done for each of them.", page, StringComparison.Ordinal);
            Assert.Contains($"href=\"{list}{Back}>Back to the list", page, StringComparison.Ordinal);
        }
        Assert.Contains(">Cancel", await host.ReadAsync(asks), StringComparison.Ordinal);

        // An id of the one is none of the other, one that nobody made is none, and somebody else finds nothing under any.
        foreach (string none in new[] { batch, batch + "?id=x", batch + "?id=" + OpaqueId.New(), batch + "?id=" + told.Split('/')[^1] }) { await LeadsAsync(none, list); }
        foreach (string none in new[] { $"{batch}/{asks.Split('=')[1]}", $"{batch}/{OpaqueId.New()}", batch + "/x" }) { await SaysWhereToLookAsync(none); }
        var invites = host.Grains.GetGrain<IFarmInvites>(host.FarmId);
        var invited = await invites.Invite(new(FarmLevel.Manager, null, TimeSpan.FromHours(1), OpaqueId.New()));
        string jon = await host.BecomeStrangerAsync();
        Assert.Equal(ChangeOutcome.Done, (await invites.AcceptInvite(FarmSecret.Parse(FarmSecret.Invite, invited.Token)!.Hash, jon, "JON@EXAMPLE.ORG")).Outcome);
        await LeadsAsync(asks, list);
        await SaysWhereToLookAsync(told);

        // Gone back to when the rigs are not there any more, the form is of no use.
        using var other = await host.PostAsync(batch, list, ("act", "delete"), ("rigs", rig), ("list", "?q=oak"));
        (await host.PostAsync(batch + "?handler=Delete", list, ("rigs", rig), ("sure", "true"))).Dispose();
        await LeadsAsync(other.Headers.Location!.ToString(), list + "?q=oak");

        async Task LeadsAsync(string path, string to)
        {
            using var answer = await host.GetAsync(path);
            Assert.Equal((HttpStatusCode.Redirect, to), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }

        Task SaysWhereToLookAsync(string path) => NotKeptAsync(host, path);
    }

    /// <summary>The job of request keys forgets it. What was done stands where the page then says, for who may see no more of the log than what he himself did, too.</summary>
    [Fact]
    public async Task A_result_that_is_not_kept_any_more_says_so_and_leads_to_the_audit_log_where_it_stands()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak"), batch = $"/farms/{host.FarmId}/batch", list = $"/farms/{host.FarmId}";
        using var tagged = await host.PostAsync(batch + "?handler=Tags", list, ("rigs", rig), ("add", "cold, dry"));
        string told = tagged.Headers.Location!.ToString();
        Assert.Contains("tags now cold, dry", await host.ReadAsync(told), StringComparison.Ordinal);
        Assert.Equal(1, await host.Requests.TrimAsync(host.Time.GetUtcNow().AddMinutes(1), 10));
        Assert.Contains("cold, dry", await host.ReadAsync(await NotKeptAsync(host, told)), StringComparison.Ordinal);

        var invites = host.Grains.GetGrain<IFarmInvites>(host.FarmId);
        var invited = await invites.Invite(new(FarmLevel.Operator, null, TimeSpan.FromHours(1), OpaqueId.New()));
        string jon = await host.BecomeStrangerAsync();
        Assert.Equal(ChangeOutcome.Done, (await invites.AcceptInvite(FarmSecret.Parse(FarmSecret.Invite, invited.Token)!.Hash, jon, "JON@EXAMPLE.ORG")).Outcome);
        using var ordered = await host.PostAsync(batch + "?handler=Order", list, ("act", "restart"), ("rigs", rig), ("once", OpaqueId.New()));
        Assert.Equal(1, await host.Requests.TrimAsync(host.Time.GetUtcNow().AddMinutes(1), 10));
        string own = await host.ReadAsync(await NotKeptAsync(host, ordered.Headers.Location!.ToString()));
        Assert.Contains("Restart of miners ordered", own, StringComparison.Ordinal);
        Assert.DoesNotContain("cold, dry", own, StringComparison.Ordinal);
    }

    /// <summary>The page says that it does not know; where it leads to.</summary>
    static async Task<string> NotKeptAsync(LiveHost host, string path)
    {
        using var answer = await host.GetAsync(path);
        string page = await Text(answer);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("<h1>This result is not kept any more</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/farms/{host.FarmId}\">Back to the list", page, StringComparison.Ordinal);
        return AuditPath().Match(page).Groups[1].Value;
    }

    [Theory]
    [InlineData("rig-{n:00}", "rig-07")]
    [InlineData("{name}-{n}", "oak-7")]
    [InlineData("{host} {n:000}", "box 007")]
    public void A_pattern_names_rigs(string pattern, string name) =>
        Assert.Equal(name, RenamePattern.Read(pattern, 7, 2, out _)!.NameOf(new() { RigId = "x", FarmId = "f", Name = "oak", Inventory = new() { HostName = "box" } }, 0));

    [Theory]
    [InlineData("")]
    [InlineData("same for all")]
    [InlineData("{n:0000000000}")]
    [InlineData("{x}")]
    [InlineData("{n")]
    [InlineData("{n:1}")]
    public void What_is_no_pattern_is_said(string pattern)
    {
        Assert.Null(RenamePattern.Read(pattern, 1, 2, out string? why));
        Assert.EndsWith(".", why);
    }

    /// <summary>What the form carries beside what is typed.</summary>
    static (string Name, string Value)[] Hidden(string page) =>
        [.. HiddenField().Matches(page).Select(static field => (field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value))).Where(static field => field.Item1 is "rigs" or "versions" or "once" or "shown" or "list")];

    [GeneratedRegex("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex("<a class=\"btn primary\" href=\"(/audit[^\"]*)\">Audit log of ")]
    private static partial Regex AuditPath();

    [GeneratedRegex("href=\"/rigs/([a-z2-7]{26})\"")]
    private static partial Regex RigPath();

    /// <summary>Sends a form and goes where that leads.</summary>
    static async Task<HttpResponseMessage> SendAsync(LiveHost host, string path, string formPath, params (string Name, string Value)[] fields)
    {
        var answer = await host.PostAsync(path, formPath, fields);
        if (answer.StatusCode != HttpStatusCode.Redirect) { return answer; }
        using (answer) { return await host.GetAsync(answer.Headers.Location!.ToString()); }
    }

    static async Task<string> Name(LiveHost host, string rig) => (await host.Grains.GetGrain<IRigGrain>(rig).GetView())!.Description.Name;

    static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
