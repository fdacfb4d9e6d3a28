using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Live;

namespace BloxOs.Web.Tests.Farms;

public sealed class PeoplePagesTests
{
    [Fact, Trait("bad-input", "102")]
    public async Task An_invitation_by_mail_address_is_accepted_by_nobody_else_and_once()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/people";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page + "?handler=Invite", page, ("email", "no address"), ("level", "Viewer"), ("days", "7"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page + "?handler=Invite", page, ("email", ""), ("level", "Viewer"), ("days", "31"))).StatusCode);
        string link = await InviteAsync(host, "Jon@example.org", FarmLevel.Operator), reused = await InviteAsync(host, "", FarmLevel.Viewer);
        Assert.Contains("jon@example.org", await host.ReadAsync(page), StringComparison.Ordinal);

        await host.BecomeStrangerAsync("eve@example.org");
        using var foreign = await host.PostAsync(link);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Contains("another e-mail address", await Text(foreign), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(reused)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(reused)).StatusCode);

        string jon = await host.BecomeStrangerAsync("jon@example.org");
        Assert.Contains("Garage North", await host.ReadAsync(link), StringComparison.Ordinal);
        using var accepted = await host.PostAsync(link);
        Assert.Equal($"/farms/{host.FarmId}", accepted.Headers.Location?.ToString());
        Assert.Equal(FarmLevel.Operator, (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).MembershipOf(jon)).Level);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(link)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/invites/bxi_nonsense")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/invites/" + FarmSecret.New(FarmSecret.Invite, host.FarmId))).StatusCode);
    }

    [Fact, Trait("bad-input", "102")]
    public async Task An_invitation_that_is_too_old_or_revoked_is_dead()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/people";
        string old = await InviteAsync(host, "", FarmLevel.Viewer), revoked = await InviteAsync(host, "", FarmLevel.Viewer);
        var invites = await host.Grains.GetGrain<IFarmInvites>(host.FarmId).GetInvites();
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page + "?handler=Revoke", page, ("inviteId", invites[1].InviteId))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync(page + "?handler=Revoke", page, ("inviteId", invites[1].InviteId))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(revoked)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(old)).StatusCode);
        host.Time.Advance(TimeSpan.FromDays(7.1));
        await host.SignInAsync(AccountsHost.Email);   // the session is too old as well
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(old)).StatusCode);
    }

    [Fact, Trait("check", "36")]
    public async Task Levels_reach_as_far_as_they_say_and_other_farms_do_not_exist()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-1"), farm = $"/farms/{host.FarmId}", link = await InviteAsync(host, "", FarmLevel.Viewer);
        var grain = host.Grains.GetGrain<IFarmGrain>(host.FarmId);
        string[] pages = [farm + "/settings", farm + "/enrollment", farm + "/add-rig", $"/rigs/{rig}/settings"];
        string jon = await host.BecomeStrangerAsync();
        foreach (string path in (string[])[farm, farm + "/people", $"/rigs/{rig}", .. pages]) { Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(path)).StatusCode); }
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(link)).StatusCode);
        foreach (string path in (string[])[farm, farm + "/people", $"/rigs/{rig}"]) { Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(path)).StatusCode); }
        foreach (string path in pages) { Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync(path)).StatusCode); }
        string own = (await host.PostAsync("/farms/new", ("Name", "Own"), ("TimeZone", "Etc/UTC"), ("once", OpaqueId.New()))).Headers.Location!.ToString();

        await grain.ChangeLevel(jon, FarmLevel.Manager);
        foreach (string path in pages) { Assert.Equal(HttpStatusCode.OK, (await host.GetAsync(path)).StatusCode); }
        foreach (string handler in (string[])["Level", "Remove", "Transfer", "Invite", "Revoke"])
        {
            using var refused = await host.PostAsync($"{farm}/people?handler={handler}", farm + "/people", ("userId", jon), ("level", "Owner"), ("days", "7"), ("inviteId", "x"));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync(farm + "/settings?handler=Delete", farm + "/settings", ("typedName", "Garage North"))).StatusCode);
        // One's own farm in the address does not open another's rig in the form.
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync($"/rigs/{OpaqueId.New()}/settings", own + "/settings", ("name", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync($"/rigs/{rig}/settings?handler=Delete", $"/rigs/{rig}/settings", ("rigId", OpaqueId.New()), ("sure", "true"))).StatusCode);
        Assert.NotNull(await host.Grains.GetGrain<IRigGrain>(rig).GetView());
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(farm + "/people?handler=Leave", farm + "/people")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync(farm)).StatusCode);
    }

    [Fact]
    public async Task The_last_owner_stays_until_the_farm_is_handed_over()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/people", link = await InviteAsync(host, "", FarmLevel.Viewer);
        var grain = host.Grains.GetGrain<IFarmGrain>(host.FarmId);
        string mara = (await grain.GetMembers())[0].UserId, jon = await host.BecomeStrangerAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(link)).StatusCode);
        await host.BecomeAsync(AccountsHost.Email);
        using var leave = await host.PostAsync(page + "?handler=Leave", page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, leave.StatusCode);
        Assert.Contains("no owner left", await Text(leave), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page + "?handler=Level", page, ("userId", mara), ("level", "Viewer"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page + "?handler=Level", page, ("userId", jon), ("level", "Operator"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync(page + "?handler=Level", page, ("userId", OpaqueId.New()), ("level", "Operator"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page + "?handler=Transfer", page, ("userId", jon))).StatusCode);
        Assert.Equal((FarmLevel.Owner, FarmLevel.Manager), ((await grain.MembershipOf(jon)).Level, (await grain.MembershipOf(mara)).Level));
        Assert.Equal([host.FarmId], (await host.Grains.GetGrain<IUserGrain>(jon).GetFarms()).AsEnumerable());
    }

    [Fact]
    public async Task Whoever_only_watches_makes_no_farm()
    {
        await using var host = await LiveHost.StartAsync();
        await host.BecomeStrangerAsync("tablet@example.org", UserRole.Monitor);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.GetAsync("/farms/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.PostAsync("/farms/new", "/account", ("Name", "x"), ("TimeZone", "Etc/UTC"))).StatusCode);
        Assert.DoesNotContain("/farms/new", await host.ReadAsync("/"), StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "93")]
    public async Task A_form_without_its_token_or_from_elsewhere_changes_nothing()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/settings";
        (string, string)[] fields = [("Name", "Stolen"), ("TimeZone", "Etc/UTC"), ("Version", "0")];
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync(Post(page, fields))).StatusCode);
        string token = Browser.Token(await host.ReadAsync(page));
        foreach (var (name, value) in ((string, string)[])[("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")])
        {
            using var request = Post(page, [.. fields, ("__RequestVerificationToken", token)]);
            request.Headers.Add(name, value);
            Assert.Contains((await host.SendAsync(request)).StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.Forbidden]);
        }
        await host.BecomeStrangerAsync();
        using var others = await host.SendAsync(Post("/farms/new", [.. fields, ("__RequestVerificationToken", token)]));
        Assert.Equal(HttpStatusCode.BadRequest, others.StatusCode);   // a token of another person
        Assert.Equal("Garage North", (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetSettings())!.Name);
    }

    [Fact]
    public async Task Every_form_has_its_own_token()
    {
        await using var host = await LiveHost.StartAsync();
        string rig = await host.AddRigAsync("oak-1"), link = await InviteAsync(host, "", FarmLevel.Owner);
        string jon = await host.BecomeStrangerAsync();
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(link)).StatusCode);
        await NewFarmAsync(host);
        string again = await InviteAsync(host, "", FarmLevel.Viewer), farm = $"/farms/{host.FarmId}";
        await host.BecomeAsync(AccountsHost.Email);
        foreach (string path in (string[])["/farms/new", farm + "/settings", farm + "/people", farm + "/enrollment", farm + "/add-rig", $"/rigs/{rig}/settings", again, "/account", "/account/second-factor", "/admin/users/invite", "/admin/users/" + jon])
        {
            string page = await host.ReadAsync(path);
            Assert.Equal(Regex.Count(page, "<form[^>]*method=\"post\""), Regex.Count(page, "name=\"__RequestVerificationToken\""));
        }
    }

    [Fact, Trait("bad-input", "94")]
    public async Task Forged_htmx_headers_change_nothing_and_are_not_reflected()
    {
        await using var host = await LiveHost.StartAsync();
        foreach (string path in (string[])[$"/farms/{host.FarmId}/settings", $"/farms/{host.FarmId}/people", $"/farms/{host.FarmId}/enrollment", "/farms/new"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            request.Headers.Add("HX-Request", "true");
            request.Headers.Add("HX-Target", "evil-target");
            request.Headers.Add("HX-Current-URL", "https://evil.example/x");
            using var answer = await host.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            string all = await Text(answer) + answer.Headers;
            Assert.DoesNotContain("evil-target", all, StringComparison.Ordinal);
            Assert.DoesNotContain("evil.example", all, StringComparison.Ordinal);
        }
    }

    [Fact, Trait("check", "25"), Trait("bad-input", "97")]
    public async Task A_code_is_shown_once_and_only_as_long_as_was_asked()
    {
        await using var host = await LiveHost.StartAsync();
        string page = $"/farms/{host.FarmId}/enrollment";
        foreach (string uses in (string[])["0", "-1", "1e3", "\u0663", "1001", "", "1.5", "99999999999"])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page, ("uses", uses), ("minutes", "10"))).StatusCode);
        }
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.PostAsync(page, ("uses", "1"), ("minutes", "999999"))).StatusCode);
        using var made = await host.PostAsync(page, ("uses", " 5 "), ("minutes", "10"));
        string code = Regex.Match(await Text(made), "bxe_[a-z0-9_]+").Value;
        Assert.Equal(host.FarmId, FarmSecret.Parse(FarmSecret.Enrollment, code)!.FarmId);
        Assert.True(made.Headers.CacheControl?.NoStore);
        string list = await host.ReadAsync(page);
        Assert.DoesNotContain("bxe_", list, StringComparison.Ordinal);
        Assert.Contains("0 of 5 joined", list, StringComparison.Ordinal);
        string codeId = Regex.Match(list, "name=\"codeId\" value=\"([a-z2-7]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Redirect, (await host.PostAsync(page + "?handler=Revoke", page, ("codeId", codeId))).StatusCode);
        Assert.DoesNotContain("0 of 5 joined", await host.ReadAsync(page), StringComparison.Ordinal);
    }

    static async Task<string> NewFarmAsync(LiveHost host) =>
        (await host.PostAsync("/farms/new", ("Name", "Attic"), ("TimeZone", "Etc/UTC"), ("once", OpaqueId.New()))).Headers.Location!.ToString()["/farms/".Length..];

    static async Task<string> InviteAsync(LiveHost host, string email, FarmLevel level)
    {
        string page = $"/farms/{host.FarmId}/people";
        using var made = await host.PostAsync(page + "?handler=Invite", page, ("email", email), ("level", level.ToString()), ("days", "7"));
        string text = await Text(made);
        Assert.True(made.StatusCode == HttpStatusCode.OK, text);
        return new Uri(Regex.Match(text, "http[^<]+/invites/bxi_[a-z0-9_]+").Value).AbsolutePath;
    }

    static HttpRequestMessage Post(string path, params (string Name, string Value)[] fields) =>
        new(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };

    static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
