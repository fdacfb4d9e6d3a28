using System.Security.Claims;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Web.Tests.Accounts;

public sealed class FarmAccessTests
{
    [Fact]
    public async Task A_person_finds_what_is_his_and_nothing_else()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var access = host.Services.GetRequiredService<IFarmAccess>();
        var ownerId = (await SignInTests.AccountAsync(host)).UserId;
        var (owner, stranger) = (Person(ownerId), Person(OpaqueId.New()));

        var farm = Assert.Single(await access.FarmsAsync(owner));
        Assert.Equal(("Garage North", FarmLevel.Owner), (farm.Name, farm.Level));
        var rig = await host.Grains.GetGrain<IFarmGrain>(farm.FarmId).AddRig("rig 1");

        Assert.NotNull(await access.FindFarmAsync(owner, farm.FarmId, FarmLevel.Owner));
        Assert.NotNull(await access.FindRigAsync(owner, rig.RigId, FarmLevel.Operator));
        foreach (var person in new[] { stranger, new ClaimsPrincipal(), new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, ownerId)])) })
        {
            Assert.Empty(await access.FarmsAsync(person));
            Assert.Null(await access.FindFarmAsync(person, farm.FarmId, FarmLevel.Viewer));
            Assert.Null(await access.FindFarmAsync(person, farm.FarmId, FarmLevel.None));
            Assert.Null(await access.FindRigAsync(person, rig.RigId, FarmLevel.None));
        }
        foreach (var id in new[] { null, "", "../..", new string('a', 100_000), OpaqueId.New() })
        {
            Assert.Null(await access.FindFarmAsync(owner, id, FarmLevel.Viewer));
            Assert.Null(await access.FindRigAsync(owner, id, FarmLevel.Viewer));
        }
    }

    [Fact]
    public async Task A_farm_in_his_list_where_he_has_no_level_is_not_shown()
    {
        await using var host = await AccountsHost.StartWithOwnerAsync();
        var ownerId = (await SignInTests.AccountAsync(host)).UserId;
        var foreign = OpaqueId.New();
        await host.Grains.GetGrain<IFarmGrain>(foreign).Create("Not his", OpaqueId.New());
        await host.Grains.GetGrain<IUserGrain>(ownerId).AddFarm(foreign);

        var access = host.Services.GetRequiredService<IFarmAccess>();
        Assert.Equal(["Garage North"], (await access.FarmsAsync(Person(ownerId))).Select(static one => one.Name));
        Assert.Null(await access.FindFarmAsync(Person(ownerId), foreign, FarmLevel.Viewer));
    }

    static ClaimsPrincipal Person(string userId) => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, userId)], "test"));
}
