using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Links;
using BloxOs.Grains.Users;
using BloxOs.Silo.Settings;
using BloxOs.Web.Tests.Audit;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>An invitation is good for one account, whatever happens between the look at it and its use.</summary>
[Trait("bad-input", "102")]
public sealed class RegistrationRaceTests
{
    const string Jon = "jon@example.org", Eve = "eve@example.org";

    [Theory]
    [InlineData(Registration.Open, false), InlineData(Registration.Open, true), InlineData(Registration.Invite, false), InlineData(Registration.Invite, true)]
    public async Task An_admins_link_that_is_used_or_revoked_after_the_look_makes_no_account(Registration registration, bool revoked)
    {
        var before = new BeforeCall(nameof(IAccountLinkGrain), nameof(IAccountLinkGrain.Use));
        await using var host = await AccountsHost.StartWithOwnerAsync(new AccountSettings(registration), hooks: before.Hooks);
        string path = await AdminLinkAsync(host), token = path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var link = SecretToken.Parse("bxl_", token)!;
        using var eve = host.Browse();
        string form = Browser.Token(await eve.ReadAsync(await eve.GetAsync(path)));

        before.Once(() => revoked ? host.Grains.GetGrain<IAccountLinkGrain>(link.Id).Revoke() : host.Grains.GetGrain<IAccountLinkGrain>(link.Id).Use(link.Hash));
        using var answer = await eve.PostAsync(path, [.. Fields(Eve), ("__RequestVerificationToken", form)]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(Eve).FindUser());
    }

    [Fact]
    public async Task Of_two_who_post_one_admins_link_at_once_one_becomes_an_admin()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync(new AccountSettings(Registration.Open));
        string path = await AdminLinkAsync(host);
        using var jon = host.Browse();
        using var eve = host.Browse();
        await Task.WhenAll(jon.SubmitAsync(path, path, Fields(Jon)), eve.SubmitAsync(path, path, Fields(Eve)));
        var roles = await Task.WhenAll(new[] { Jon, Eve }.Select(async email => await host.Grains.GetGrain<IEmailGrain>(email).FindUser() is { } id ? (await host.Grains.GetGrain<IUserGrain>(id).GetSummary())!.Role : UserRole.User));
        Assert.Single(roles, static role => role == UserRole.Admin);
    }

    [Theory, Trait("check", "44"), InlineData(false), InlineData(true)]
    public async Task An_account_that_could_not_join_the_farm_goes_again_and_the_link_stays_good(bool auditFails)
    {
        var before = new BeforeCall(nameof(IFarmInvites), nameof(IFarmInvites.AcceptInvite));
        var log = new SwitchedLog();
        await using var host = await AccountsHost.StartWithOwnerAsync(new AccountSettings(Registration.Invite, FarmInvitesRegister: true), hooks: new() { Services = services => { before.Hooks.Services!(services); log.Put(services); } });
        var owner = await SignInTests.AccountAsync(host);
        var made = await host.Grains.GetGrain<IFarmInvites>(host.FarmId).Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(1), owner.UserId));
        string path = $"/register?invite={made.Token}";
        using var jon = host.Browse();
        if (auditFails) { log.FromAction = "invite.accept"; }
        else { before.Once(static () => throw new TimeoutException()); }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await jon.SubmitAsync(path, path, Fields(Jon))).StatusCode);
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser());

        log.Fails = false;
        using var again = host.Browse();
        Assert.Equal(HttpStatusCode.Redirect, (await again.SubmitAsync(path, path, Fields(Jon))).StatusCode);
        Assert.Equal(2, (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).GetMembers()).Length);
    }

    static async Task<string> AdminLinkAsync(AccountsHost host)
    {
        using var admin = await SessionTests.SignedInAsync(host);
        return await PeopleTests.LinkAsync(admin, "/admin/users/invite", null, ("Role", "Admin"));
    }

    static (string, string)[] Fields(string email) => [("DisplayName", "Jon Ek"), ("Email", email), ("Password", "seven paper boats upstream")];
}
