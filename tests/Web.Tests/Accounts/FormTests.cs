using System.Net;
using BloxOs.Grains.Identity;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>Forms as nobody's browser sends them.</summary>
public sealed class FormTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact, Trait("check", "16"), Trait("bad-input", "93")]
    public async Task A_form_of_somebody_else_or_without_its_token_changes_nothing()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        await host.AddPersonAsync("jon@example.org");
        using var mara = await SessionTests.SignedInAsync(host);
        using var jon = host.Browse();
        await jon.SignInAsync("jon@example.org", AccountsHost.Password);
        var hers = Browser.Token(await mara.ReadAsync(await mara.GetAsync("/account")));

        Assert.Equal(HttpStatusCode.BadRequest, (await jon.PostAsync("/account", ("DisplayName", "Eve"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.PostAsync("/account", ("DisplayName", "Eve"), ("__RequestVerificationToken", hers))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.PostAsync("/account/sessions?handler=Everywhere", ("__RequestVerificationToken", "x"))).StatusCode);
        Assert.Equal("jon", await jon.ReadAsync(await jon.GetAsync("/who")));
    }

    [Fact, Trait("bad-input", "94")]
    public async Task Forged_headers_of_htmx_are_neither_believed_nor_shown()
    {
        var host = shared.Host;
        using var mara = await SessionTests.SignedInAsync(host);
        var page = await mara.SendAsync(HttpMethod.Get, "/account", [], ("HX-Target", "<script>evil</script>"), ("HX-Current-URL", "https://evil.example/"), ("HX-Prompt", "evil"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("evil", await mara.ReadAsync(page), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "37"), Trait("bad-input", "72")]
    public async Task More_fields_than_the_form_has_give_no_role()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var id = await host.AddPersonAsync("jon@example.org");
        using var jon = host.Browse();
        await jon.SignInAsync("jon@example.org", AccountsHost.Password);
        await jon.SubmitAsync("/account", "/account",
            ("DisplayName", "Jon"), ("Role", "Admin"), ("Own.Role", "Admin"), ("Own.Stored.Role", "2"), ("isAdmin", "true"), ("UserId", OpaqueId.New()));
        Assert.Equal(Grains.Users.UserRole.User, (await host.Grains.GetGrain<Grains.Users.IUserGrain>(id).GetSummary())!.Role);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/admin/users")).StatusCode);
    }

    [Theory, Trait("bad-input", "70")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("null")]
    [InlineData("%00")]
    [InlineData("..%2f..%2fsetup")]
    [InlineData("{6f9619ff-8b86-d011-b42d-00c04fc964ff}")]
    [InlineData("１２３")]
    public async Task An_id_that_is_none_is_not_found(string id)
    {
        var host = shared.Host;
        using var mara = await SessionTests.SignedInAsync(host);
        using var nobody = host.Browse();
        var ended = await mara.SubmitAsync("/account/sessions", "/account/sessions?handler=End", ("sessionId", Uri.UnescapeDataString(id)));
        foreach (var answer in new[] { await mara.GetAsync($"/admin/users/{id}"), await nobody.GetAsync($"/reset/{id}"), await nobody.GetAsync($"/register?invite={id}"), ended })
        {
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.RequestMessage?.RequestUri}: {answer.StatusCode}");
        }
    }

    [Fact, Trait("bad-input", "96")]
    public async Task A_form_that_is_sent_twice_has_one_effect()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        var path = await PeopleTests.LinkAsync(admin, "/admin/users/invite", null, ("Role", "User"));
        using var first = host.Browse();
        using var second = host.Browse();
        var tokens = new[] { Browser.Token(await first.ReadAsync(await first.GetAsync(path))), Browser.Token(await second.ReadAsync(await second.GetAsync(path))) };
        var answers = await Task.WhenAll(Send(first, "a@example.org", tokens[0]), Send(second, "b@example.org", tokens[1]));
        Assert.Single(answers, static one => one.StatusCode == HttpStatusCode.Redirect);

        Task<HttpResponseMessage> Send(Browser browser, string email, string token) => browser.PostAsync(path,
            ("DisplayName", "One"), ("Email", email), ("Password", "seven paper boats upstream"), ("__RequestVerificationToken", token));
    }

    [Theory, Trait("bad-input", "97")]
    [InlineData("1e1"), InlineData("٣"), InlineData("1,5"), InlineData("0x10"), InlineData("-0"), InlineData("+7"), InlineData(""), InlineData("99999999999999999999")]
    public async Task A_number_that_is_not_plainly_one_changes_nothing(string number)
    {
        var host = shared.Host;
        using var mara = await SessionTests.SignedInAsync(host);
        var (people, joining, keys) = ($"/farms/{host.FarmId}/people", $"/farms/{host.FarmId}/enrollment", "/account/keys/new");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await mara.SubmitAsync(people, people + "?handler=Invite", ("email", ""), ("level", "Viewer"), ("days", number))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await mara.SubmitAsync(joining, joining, ("uses", "1"), ("minutes", number))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await mara.SubmitAsync(keys, keys, ("name", "x"), ("scope", "Read"), ("days", number), ("once", OpaqueId.New()))).StatusCode);
        Assert.Empty(await host.Grains.GetGrain<Grains.Invites.IFarmInvites>(host.FarmId).GetInvites());
        Assert.Empty(await host.Grains.GetGrain<Grains.Enrollment.IFarmEnrollment>(host.FarmId).GetCodes());
    }

    [Fact, Trait("bad-input", "97")]
    public async Task Blanks_around_a_number_do_no_harm()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mara = await SessionTests.SignedInAsync(host);
        var people = $"/farms/{host.FarmId}/people";
        Assert.Equal(HttpStatusCode.OK, (await mara.SubmitAsync(people, people + "?handler=Invite", ("email", ""), ("level", "Viewer"), ("days", " 5 "))).StatusCode);
    }

    [Theory, Trait("bad-input", "99")]
    [InlineData("/account/keys/new", "farmIds"), InlineData("/farms/{farm}/settings", "Tags"), InlineData("/farms/{farm}/people?handler=Remove", "userId"), InlineData("/account", "DisplayName"), InlineData("/farms/{farm}/batch", "rig")]
    public async Task A_hundred_thousand_ticked_boxes_are_too_long(string path, string name)
    {
        var host = shared.Host;
        using var mara = await SessionTests.SignedInAsync(host);
        path = path.Replace("{farm}", host.FarmId, StringComparison.Ordinal);
        var token = Browser.Token(await mara.ReadAsync(await mara.GetAsync("/account")));
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent($"__RequestVerificationToken={token}" + string.Concat(Enumerable.Repeat($"&{name}=x", 100_000)), null, "application/x-www-form-urlencoded"),
        };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await mara.SendAsync(request)).StatusCode);
    }
}
