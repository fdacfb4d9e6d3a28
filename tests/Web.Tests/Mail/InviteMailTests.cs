using System.Net;
using System.Text.RegularExpressions;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Mail;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Mail;
using BloxOs.Web.Tests.Accounts;

namespace BloxOs.Web.Tests.Mail;

/// <summary>Invitations by mail, and what people do with them.</summary>
public sealed class InviteMailTests
{
    const string Jon = "jon@example.org", NewPassword = "seven paper boats upstream", Public = "https://rigs.example.org";

    static readonly (string, string)[] s_account = [("DisplayName", "Jon Ek"), ("Email", Jon), ("Password", NewPassword)];

    [Fact, Trait("bad-input", "80"), Trait("bad-input", "102")]
    public async Task An_owner_invites_by_mail_and_a_new_person_makes_an_account_and_is_in_the_farm()
    {
        await using var mail = new MailServer();
        await using var host = await HostAsync(mail);
        using var owner = await SessionTests.SignedInAsync(host);
        owner.Client.DefaultRequestHeaders.Host = "evil.example";
        var page = $"/farms/{host.FarmId}/people";
        var made = await owner.ReadAsync(await owner.SubmitAsync(page, page + "?handler=Invite", ("email", Jon), ("level", "Operator"), ("days", "7")));
        Assert.Contains("On its way to " + Jon, made, StringComparison.Ordinal);
        Assert.Contains(Public + "/invites/bxi_", made, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example/invites", made, StringComparison.Ordinal);
        var letter = await mail.NextAsync();
        Assert.Contains("Garage North", letter, StringComparison.Ordinal);
        var path = Regex.Match(letter, Regex.Escape(Public) + "(/invites/bxi_[a-z2-7_0-9]+)").Groups[1].Value;

        using var jon = host.Browse();
        var offer = await jon.ReadAsync(await jon.GetAsync(path));
        var register = Regex.Match(offer, "href=\"(/register\\?invite=[^\"]+)").Groups[1].Value;
        Assert.Equal(HttpStatusCode.BadRequest, (await jon.SubmitAsync(register, register, ("DisplayName", "Eve"), ("Email", "eve@example.org"), ("Password", NewPassword))).StatusCode);
        Assert.Equal($"/farms/{host.FarmId}", (await jon.SubmitAsync(register, register, s_account)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await jon.GetAsync($"/farms/{host.FarmId}")).StatusCode);
        var id = await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser();
        Assert.Equal(FarmLevel.Operator, (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).MembershipOf(id!)).Level);
        Assert.Equal(UserRole.User, (await host.Grains.GetGrain<IUserGrain>(id!).GetSummary())!.Role);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Browse().GetAsync(register)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Browse().GetAsync(path)).StatusCode);
    }

    [Fact, Trait("bad-input", "102")]
    public async Task Of_two_who_race_for_one_link_one_has_an_account()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var owner = await SessionTests.SignedInAsync(host);
        var register = "/register?invite=" + await FarmInviteAsync(host, owner);
        using var first = host.Browse();
        using var second = host.Browse();
        var answers = await Task.WhenAll(
            first.SubmitAsync(register, register, s_account), second.SubmitAsync(register, register, ("DisplayName", "Ada"), ("Email", "ada@example.org"), ("Password", NewPassword)));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.BadRequest], answers.Select(static one => one.StatusCode == HttpStatusCode.NotFound ? HttpStatusCode.BadRequest : one.StatusCode).Order());
        var accounts = new[] { await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser(), await host.Grains.GetGrain<IEmailGrain>("ada@example.org").FindUser() };
        Assert.Single(accounts, static one => one is not null);
    }

    [Fact]
    public async Task Where_administrators_alone_make_accounts_an_invitation_to_a_farm_makes_none()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(new AccountSettings(FarmInvitesRegister: false));
        using var owner = await SessionTests.SignedInAsync(host);
        var token = await FarmInviteAsync(host, owner);
        using var jon = host.Browse();
        Assert.Contains("an administrator's invitation", WebUtility.HtmlDecode(await jon.ReadAsync(await jon.GetAsync("/invites/" + token))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await jon.GetAsync("/register?invite=" + token)).StatusCode);
        Assert.StartsWith("/sign-in", (await jon.SubmitAsync("/sign-in", "/invites/" + token)).Headers.Location?.PathAndQuery ?? "/sign-in", StringComparison.Ordinal);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser());
    }

    [Fact]
    public async Task An_administrators_invitation_goes_by_mail_and_one_person_sends_only_so_many()
    {
        await using var mail = new MailServer();
        await using var host = await HostAsync(mail);
        using var admin = await SessionTests.SignedInAsync(host);
        const string make = "/admin/users/invite";
        var made = await admin.ReadAsync(await admin.SubmitAsync(make, make, ("Role", "User"), ("Email", Jon)));
        Assert.Contains("On its way to " + Jon, made, StringComparison.Ordinal);
        Assert.Contains(Public + "/register?invite=bxl_", await mail.NextAsync(), StringComparison.Ordinal);
        var page = $"/farms/{host.FarmId}/people";
        for (var sent = 1; sent < MailAllowance.MostPerHour; sent++) { await admin.SubmitAsync(page, page + "?handler=Invite", ("email", $"p{sent}@example.org"), ("level", "Viewer"), ("days", "1")); }
        var tooMany = await admin.ReadAsync(await admin.SubmitAsync(page, page + "?handler=Invite", ("email", "last@example.org"), ("level", "Viewer"), ("days", "1")));
        Assert.Contains("too many invitations", tooMany, StringComparison.Ordinal);
        Assert.Contains("/invites/bxi_", tooMany, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_address_counts_once_the_mail_to_it_was_opened_and_the_old_one_is_told()
    {
        await using var mail = new MailServer();
        await using var host = await HostAsync(mail);
        await host.AddPersonAsync("taken@example.org");
        using var mine = await SessionTests.SignedInAsync(host);
        const string page = "/account/email";
        Assert.Equal(HttpStatusCode.BadRequest, (await mine.SubmitAsync(page, page, ("Email", "taken@example.org"))).StatusCode);
        Assert.Contains("on its way to", await mine.ReadAsync(await mine.SubmitAsync(page, page, ("Email", "new@example.org"))), StringComparison.Ordinal);
        var letter = await mail.NextAsync();
        Assert.Contains("To: new@example.org", letter, StringComparison.Ordinal);
        var path = Regex.Match(letter, Regex.Escape(Public) + "(/confirm-email/bxl_[a-z2-7_0-9]+)").Groups[1].Value;
        Assert.NotNull(await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser());
        using var scanner = host.Browse();   // a program that opens links in mail changes nothing
        Assert.Contains("new@example.org", await scanner.ReadAsync(await scanner.GetAsync(path)), StringComparison.Ordinal);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>("new@example.org").FindUser());

        Assert.Equal("/account?done=email", (await mine.SubmitAsync(path, path)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/who")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await scanner.GetAsync(path)).StatusCode);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(AccountsHost.Email).FindUser());
        Assert.Contains("To: " + AccountsHost.Email, await mail.NextAsync(), StringComparison.Ordinal);
        Assert.Equal("/", (await host.Browse().SignInAsync("new@example.org", AccountsHost.Password)).Headers.Location?.OriginalString);
    }

    [Fact, Trait("check", "5"), Trait("bad-input", "80")]
    public async Task Nobody_floods_others_with_mails_that_confirm_an_address()
    {
        await using var mail = new MailServer();
        await using var host = await HostAsync(mail);
        using var mine = await SessionTests.SignedInAsync(host);
        const string page = "/account/email";
        List<string> answers = [];
        for (int i = 0; i < 4; i++) { answers.Add(await mine.ReadAsync(await mine.SubmitAsync(page, page, ("Email", "Victim@example.org")))); }
        Assert.All(answers[..3], one => Assert.Contains("on its way to", one, StringComparison.Ordinal));
        Assert.Contains("three mails", answers[3], StringComparison.Ordinal);
        for (int sent = 4; sent < MailAllowance.MostPerHour; sent++)
        {
            Assert.Contains("on its way to", await mine.ReadAsync(await mine.SubmitAsync(page, page, ("Email", $"p{sent}@example.org"))), StringComparison.Ordinal);
        }
        using var refused = await mine.SubmitAsync(page, page, ("Email", "last@example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("an hour", await mine.ReadAsync(refused), StringComparison.Ordinal);
        host.Time.Advance(TimeSpan.FromMinutes(61));
        await mine.SubmitAsync("/account/confirm", "/account/confirm", ("Password", AccountsHost.Password));
        Assert.Contains("on its way to", await mine.ReadAsync(await mine.SubmitAsync(page, page, ("Email", "victim@example.org"))), StringComparison.Ordinal);
    }

    static Task<AccountsHost> HostAsync(MailServer mail) => AccountsHost.StartWithOwnerAsync(
        new AccountSettings(PublicUrl: new(Public)), mail: new("127.0.0.1", mail.Port, MailSecurity.None, null, null, "bloxos@example.org"));

    static async Task<string> FarmInviteAsync(AccountsHost host, Browser owner)
    {
        var page = $"/farms/{host.FarmId}/people";
        var made = await owner.ReadAsync(await owner.SubmitAsync(page, page + "?handler=Invite", ("email", ""), ("level", "Viewer"), ("days", "7")));
        return Regex.Match(made, "/invites/(bxi_[a-z2-7_0-9]+)").Groups[1].Value;
    }
}
