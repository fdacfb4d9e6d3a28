using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>What an administrator does to people, and how they come in.</summary>
public sealed class PeopleTests
{
    const string Jon = "jon@example.org";
    const string NewPassword = "seven paper boats upstream";

    [Fact, Trait("check", "9"), Trait("check", "13"), Trait("bad-input", "102")]
    public async Task An_admins_link_sets_a_new_password_once_and_ends_every_session()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var jon = await host.AddPersonAsync(Jon);
        using var admin = await SessionTests.SignedInAsync(host);
        using var his = host.Browse();
        await his.SignInAsync(Jon, AccountsHost.Password);
        var path = await LinkAsync(admin, $"/admin/users/{jon}", "ResetLink");

        using var stranger = host.Browse();
        Assert.Contains(Jon, await stranger.ReadAsync(await stranger.GetAsync(path)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.SubmitAsync(path, path, ("Password", "jon example 2026"))).StatusCode);
        Assert.Equal("/sign-in?done=reset", (await stranger.SubmitAsync(path, path, ("Password", NewPassword))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await his.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.SignInAsync(Jon, NewPassword)).StatusCode);
    }

    [Fact, Trait("bad-input", "102")]
    public async Task A_link_dies_with_its_hour_and_with_the_password_that_it_was_made_for()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var jon = await host.AddPersonAsync(Jon);
        using var admin = await SessionTests.SignedInAsync(host);
        var first = await LinkAsync(admin, $"/admin/users/{jon}", "ResetLink");
        var second = await LinkAsync(admin, $"/admin/users/{jon}", "ResetLink");
        using var browser = host.Browse();
        await browser.SubmitAsync(first, first, ("Password", NewPassword));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(second)).StatusCode);

        var late = await LinkAsync(admin, $"/admin/users/{jon}", "ResetLink");
        host.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(late)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/reset/bxl_x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/reset/" + SecretToken.New("bxl_", OpaqueId.New()))).StatusCode);
    }

    [Fact]
    public async Task An_invitation_makes_one_account_and_without_one_there_is_no_form()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        using var jon = host.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/register")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.PostAsync("/register", Fields(Jon))).StatusCode);

        var path = await LinkAsync(admin, "/admin/users/invite", null, ("Role", "Monitor"));
        var weak = await jon.SubmitAsync(path, path, ("DisplayName", "Jon"), ("Email", "no address"), ("Password", "password1234"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        Assert.Equal("/", (await jon.SubmitAsync(path, path, Fields(Jon))).Headers.Location?.OriginalString);
        Assert.Equal("Jon Ek", await jon.ReadAsync(await jon.GetAsync("/who")));
        var id = await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser();
        Assert.Equal(UserRole.Monitor, (await host.Grains.GetGrain<IUserGrain>(id!).GetSummary())!.Role);

        using var other = host.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Open_lets_anybody_in_but_never_twice_with_one_address_and_closed_nobody()
    {
        await using (var host = await AccountsHost.StartWithOwnerAsync(new AccountSettings(Registration.Open)))
        {
            using var jon = host.Browse();
            Assert.Equal("/", (await jon.SubmitAsync("/register", "/register", Fields(Jon))).Headers.Location?.OriginalString);
            using var twin = host.Browse();
            var taken = await twin.SubmitAsync("/register", "/register", Fields(" JON@example.org "));
            Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
            Assert.Contains("Another account", await twin.ReadAsync(taken), StringComparison.Ordinal);
            var id = await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser();
            Assert.Equal(UserRole.User, (await host.Grains.GetGrain<IUserGrain>(id!).GetSummary())!.Role);
        }
        await using var closed = await AccountsHost.StartWithOwnerAsync(new AccountSettings(Registration.Closed));
        using var nobody = closed.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync("/register")).StatusCode);
        using var admin = await SessionTests.SignedInAsync(closed);
        Assert.Contains("Nobody can make an account", await admin.ReadAsync(await admin.GetAsync("/admin/users/invite")), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "13"), Trait("check", "14")]
    public async Task An_admin_changes_a_role_ends_sessions_disables_and_deletes()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var jon = await host.AddPersonAsync(Jon);
        var page = $"/admin/users/{jon}";
        using var admin = await SessionTests.SignedInAsync(host);
        Assert.Contains(Jon, await admin.ReadAsync(await admin.GetAsync("/admin/users?find=JON")), StringComparison.Ordinal);

        foreach (var (handler, field) in new[] { ("End", ("sessionId", "")), ("Role", ("role", "Monitor")), ("Disabled", ("disabled", "true")) })
        {
            using var his = host.Browse();
            Assert.Equal(HttpStatusCode.Redirect, (await his.SignInAsync(Jon, AccountsHost.Password)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await his.GetAsync("/who")).StatusCode);
            (string, string)[] fields = handler == "End" ? [] : [field];
            Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(page, $"{page}?handler={handler}", fields)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await his.GetAsync("/who")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Browse().SignInAsync(Jon, AccountsHost.Password)).StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, (await admin.SubmitAsync(page, page + "?handler=Delete", ("typed", "someone"))).StatusCode);
        Assert.Equal("/admin/users", (await admin.SubmitAsync(page, page + "?handler=Delete", ("typed", Jon))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(page)).StatusCode);
        Assert.DoesNotContain(Jon, await admin.ReadAsync(await admin.GetAsync("/admin/users")), StringComparison.Ordinal);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser());
    }

    [Fact]
    public async Task The_last_admin_and_the_last_owner_of_a_farm_stay()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        var own = $"/admin/users/{(await SignInTests.AccountAsync(host)).UserId}";
        foreach (var (handler, name, value) in new[] { ("Role", "role", "User"), ("Disabled", "disabled", "true") })
        {
            var refused = await admin.SubmitAsync(own, $"{own}?handler={handler}", (name, value));
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("last administrator", await admin.ReadAsync(refused), StringComparison.Ordinal);
        }

        var jon = await host.AddPersonAsync(Jon);
        var farmId = OpaqueId.New();
        await host.Grains.GetGrain<IFarmGrain>(farmId).Create("Attic", jon);
        await host.Grains.GetGrain<IUserGrain>(jon).AddFarm(farmId);
        var kept = await admin.SubmitAsync($"/admin/users/{jon}", $"/admin/users/{jon}?handler=Delete", ("typed", Jon));
        Assert.Equal(HttpStatusCode.Conflict, kept.StatusCode);
        Assert.Contains("only owner of Attic", await admin.ReadAsync(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_owner_of_a_farm_becomes_no_monitor_and_an_owner_who_only_looks_does_not_count()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        var jon = await host.AddPersonAsync(Jon);
        var farm = host.Grains.GetGrain<IFarmGrain>(OpaqueId.New());
        await farm.Create("Attic", jon);
        await host.Grains.GetGrain<IUserGrain>(jon).AddFarm(farm.GetPrimaryKeyString());
        var page = $"/admin/users/{jon}";
        var kept = await admin.SubmitAsync(page, page + "?handler=Role", ("role", "Monitor"));
        Assert.Equal(HttpStatusCode.Conflict, kept.StatusCode);
        Assert.Contains("only owner of Attic", await admin.ReadAsync(kept), StringComparison.Ordinal);

        // Beside another owner he may become one; from then on he is none that counts.
        var ada = await host.AddPersonAsync("ada@example.org");
        var invited = await host.Grains.GetGrain<IFarmInvites>(farm.GetPrimaryKeyString()).Invite(new(FarmLevel.Owner, null, TimeSpan.FromDays(1), jon));
        await host.Grains.GetGrain<IFarmInvites>(farm.GetPrimaryKeyString()).AcceptInvite(RigToken.HashOf(invited.Token!), ada, "ada@example.org");
        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(page, page + "?handler=Role", ("role", "Monitor"))).StatusCode);
        Assert.True(await farm.IsOnlyOwner(ada));
        Assert.Equal(ChangeOutcome.Refused, (await farm.RemoveMember(ada)).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await farm.TransferOwnership(ada, jon)).Outcome);
        Assert.Equal(ChangeOutcome.Done, (await farm.ChangeLevel(jon, FarmLevel.Viewer)).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await farm.ChangeLevel(jon, FarmLevel.Owner)).Outcome);
    }

    [Fact, Trait("bad-input", "102")]
    public async Task Open_invitations_are_listed_bound_to_their_address_and_revoked()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var admin = await SessionTests.SignedInAsync(host);
        const string list = "/admin/users/invites", make = "/admin/users/invite";
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.SubmitAsync(make, make, ("Role", "User"), ("Email", "no address"))).StatusCode);
        var bound = await LinkAsync(admin, make, null, ("Role", "User"), ("Email", "Jon@example.org"));
        var revoked = await LinkAsync(admin, make, null, ("Role", "User"));
        var open = await admin.ReadAsync(await admin.GetAsync(list));
        Assert.Contains(Jon, open, StringComparison.Ordinal);
        var ids = Regex.Matches(open, "name=\"inviteId\" value=\"([a-z2-7]+)\"").Select(static one => one.Groups[1].Value).ToList();
        Assert.Equal(HttpStatusCode.Redirect, (await admin.SubmitAsync(list, list, ("inviteId", ids[1]))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.SubmitAsync(list, list, ("inviteId", ids[1]))).StatusCode);

        using var jon = host.Browse();
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync(revoked)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.SubmitAsync(bound, bound, Fields("eve@example.org"))).StatusCode);
        Assert.Equal("/", (await jon.SubmitAsync(bound, bound, Fields(Jon))).Headers.Location?.OriginalString);
        Assert.Contains("No open invitations", await admin.ReadAsync(await admin.GetAsync(list)), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "10"), Trait("check", "35")]
    public async Task Nobody_else_finds_these_pages_and_an_admin_needs_a_fresh_password()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var jon = await host.AddPersonAsync(Jon);
        using var his = host.Browse();
        await his.SignInAsync(Jon, AccountsHost.Password);
        foreach (var path in new[] { "/admin/users", "/admin/users/invite", $"/admin/users/{jon}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await his.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await host.Browse().GetAsync(path)).StatusCode);
        }
        using var admin = await SessionTests.SignedInAsync(host);
        host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.StartsWith("/account/confirm", (await admin.GetAsync($"/admin/users/{jon}")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith("/account/confirm", (await admin.GetAsync("/admin/users/invite")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    internal static async Task<string> LinkAsync(Browser admin, string page, string? handler, params (string, string)[] fields)
    {
        var shown = await admin.ReadAsync(await admin.SubmitAsync(page, handler is null ? page : $"{page}?handler={handler}", fields));
        return Regex.Match(shown, "<code id=\"[a-z]+-link\"[^>]*>https?://[^/]+([^<]+)</code>").Groups[1].Value;
    }

    static (string, string)[] Fields(string email) => [("DisplayName", "Jon Ek"), ("Email", email), ("Password", NewPassword)];
}
