using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Users;

namespace BloxOs.Web.Tests.Accounts;

/// <summary>A person ends his own account.</summary>
public sealed class DeleteAccountTests
{
    const string Jon = "jon@example.org", Page = "/account/delete";

    [Fact]
    public async Task It_asks_for_the_password_and_takes_farms_keys_and_sessions_along()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var jon = await host.AddPersonAsync(Jon);
        var farm = host.Grains.GetGrain<IFarmGrain>(host.FarmId);
        var invited = await host.Grains.GetGrain<Grains.Invites.IFarmInvites>(host.FarmId).Invite(new(FarmLevel.Operator, null, TimeSpan.FromDays(1), jon));
        await host.Grains.GetGrain<Grains.Invites.IFarmInvites>(host.FarmId).AcceptInvite(Grains.Identity.RigToken.HashOf(invited.Token!), jon, Jon);
        var key = (await host.Grains.GetGrain<IUserKeysGrain>(jon).Create(new() { Name = "script", Scope = KeyScope.Read })).Key!;
        using var his = host.Browse();
        await his.SignInAsync(Jon, AccountsHost.Password);
        using var elsewhere = host.Browse();
        await elsewhere.SignInAsync(Jon, AccountsHost.Password);

        Assert.Equal(HttpStatusCode.BadRequest, (await his.SubmitAsync(Page, Page, ("Password", "not the password"))).StatusCode);
        Assert.NotNull(await host.Grains.GetGrain<IUserGrain>(jon).Find());
        Assert.Equal("/sign-in?done=deleted", (await his.SubmitAsync(Page, Page, ("Password", AccountsHost.Password))).Headers.Location?.OriginalString);
        Assert.Contains("The account is deleted", await his.ReadAsync(await his.GetAsync("/sign-in?done=deleted")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/who")).StatusCode);
        Assert.Null(await host.Grains.GetGrain<IUserGrain>(jon).Find());
        Assert.Null(await host.Grains.GetGrain<IEmailGrain>(Jon).FindUser());
        Assert.Equal(FarmLevel.None, (await farm.MembershipOf(jon)).Level);
        Assert.Null(await host.Grains.GetGrain<IApiKeyGrain>(key.KeyId).Find());
    }

    [Fact]
    public async Task The_only_owner_is_shown_his_farms_and_the_last_admin_stays_with_his()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        using var mara = await SessionTests.SignedInAsync(host);
        var shown = await mara.ReadAsync(await mara.GetAsync(Page));
        Assert.Contains("only owner of a farm", shown, StringComparison.Ordinal);
        Assert.Contains($"/farms/{host.FarmId}/people", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Password\"", shown, StringComparison.Ordinal);

        var mine = (await SignInTests.AccountAsync(host)).UserId;
        var farm = host.Grains.GetGrain<IFarmGrain>(host.FarmId);
        var jon = await host.AddPersonAsync(Jon);
        var invited = await host.Grains.GetGrain<Grains.Invites.IFarmInvites>(host.FarmId).Invite(new(FarmLevel.Owner, null, TimeSpan.FromDays(1), mine));
        await host.Grains.GetGrain<Grains.Invites.IFarmInvites>(host.FarmId).AcceptInvite(Grains.Identity.RigToken.HashOf(invited.Token!), jon, Jon);
        var refused = await mara.SubmitAsync(Page, Page, ("Password", AccountsHost.Password));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("last administrator", await mara.ReadAsync(refused), StringComparison.Ordinal);
        Assert.Equal(FarmLevel.Owner, (await farm.MembershipOf(mine)).Level);
        Assert.Equal(HttpStatusCode.OK, (await mara.GetAsync("/who")).StatusCode);
    }
}
