using BloxOs.Data.Directory;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace BloxOs.Grains.Tests.Farms;

[Collection<SharedSilos>]
public sealed class FarmDeletionTests(TwoSilos silos)
{
    [Fact]
    public async Task A_deleted_farm_is_gone_for_everybody_and_so_are_its_rigs()
    {
        string owner = OpaqueId.New(), farmId = OpaqueId.New();
        await silos.Of(0).GetGrain<IUserGrain>(owner).Create(Account(owner));
        var farm = silos.Of(0).GetGrain<IFarmGrain>(farmId);
        await farm.Create("Old barn", owner);
        Assert.Equal([farmId], (await silos.Of(1).GetGrain<IUserGrain>(owner).GetFarms()).AsEnumerable());
        var added = await farm.AddRig("oak-1");
        var rig = silos.Of(1).GetGrain<IRigGrain>(added.RigId);
        var session = new RigSession(silos.Address(1), 77);
        await rig.Attach(session, RigToken.HashOf(added.Token), RigInventory.Empty);

        Assert.Equal(ChangeOutcome.Refused, (await farm.Delete("old barn")).Outcome);
        Assert.Equal(ChangeResult.Done(), await farm.Delete(" Old barn "));
        Assert.Equal(ChangeOutcome.NotFound, (await farm.Delete("Old barn")).Outcome);

        Assert.Equal(FarmMembership.None, await farm.MembershipOf(owner));
        Assert.Null(await farm.GetView());
        Assert.Null(await rig.GetView());
        Assert.Equal(RigAuthentication.Unknown, await rig.Authenticate(RigToken.HashOf(added.Token), silos.Address(0)));
        Assert.Contains((added.RigId, session, RigCloseReason.Revoked), silos.Closed);
        Assert.Empty(await silos.Of(0).GetGrain<IUserGrain>(owner).GetFarms());
        var directory = silos.Cluster.GetSiloServiceProvider(silos.Address(0)).GetRequiredService<IDirectory>();
        Assert.DoesNotContain(await directory.FarmsAsync(null, 1000, TestContext.Current.CancellationToken), f => f.FarmId == farmId);
        Assert.Empty(await directory.RigsAsync(farmId, null, 10, TestContext.Current.CancellationToken));

        await rig.Detach(session, TimeProvider.System.GetUtcNow());   // comes late, from the socket that was closed
        await silos.Cluster.DeactivateAsync(rig);
        Assert.Null(await rig.GetView());
        await Assert.ThrowsAsync<InvalidOperationException>(() => farm.Create("Again", owner));
    }

    [Fact]
    public async Task The_last_owner_stays_and_ownership_passes_in_one_step()
    {
        var farm = silos.Of(0).GetGrain<IFarmGrain>(OpaqueId.New());
        string owner = OpaqueId.New();
        await farm.Create("Farm", owner);
        Assert.Equal(ChangeOutcome.Refused, (await farm.RemoveMember(owner)).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await farm.ChangeLevel(owner, FarmLevel.Manager)).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await farm.ChangeLevel(owner, FarmLevel.None)).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await farm.ChangeLevel(OpaqueId.New(), FarmLevel.Viewer)).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await farm.TransferOwnership(owner, OpaqueId.New())).Outcome);
        Assert.Equal([new FarmMember(owner, FarmLevel.Owner)], (await farm.GetMembers()).AsEnumerable());
    }

    static UserAccount Account(string userId) => new()
    {
        UserId = userId,
        Email = userId + "@example.org",
        NormalizedEmail = userId + "@example.org",
        DisplayName = "Mara",
        SecurityStamp = "stamp",
    };
}
