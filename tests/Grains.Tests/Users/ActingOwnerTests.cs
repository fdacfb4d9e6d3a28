using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Users;

/// <summary>A farm has an owner who can act for it, also when two things happen at once.</summary>
public sealed class ActingOwnerTests
{
    [Fact, Trait("check", "14")]
    public async Task An_owner_who_becomes_a_monitor_while_the_other_leaves_stays_what_he_was()
    {
        var between = new BeforeSave();
        await using var silo = await UserSilo.StartAsync(between);
        var (farm, first, second) = await FarmOfTwoAsync(silo);
        between.Once = () => farm.RemoveMember(second);   // after the look at the farm, before the role is saved
        Assert.Equal(UserChange.LastOwner, await Users(silo).SetRole(first, UserRole.Monitor));
        Assert.Null(between.Once);
        Assert.Equal(UserRole.User, (await silo.User(first).GetSummary())!.Role);
        Assert.Equal((first, FarmLevel.Owner), ((await farm.GetMembers()).Single().UserId, (await farm.GetMembers()).Single().Level));
    }

    [Fact, Trait("check", "14")]
    public async Task A_disabled_owner_does_not_count_and_stays_where_there_is_no_other()
    {
        await using var silo = await UserSilo.StartAsync();
        var (farm, first, second) = await FarmOfTwoAsync(silo);
        Assert.Equal(UserChange.Done, await Users(silo).SetDisabled(second, true));
        Assert.True(await farm.IsOnlyOwner(first));
        Assert.Equal(ChangeOutcome.Refused, (await farm.RemoveMember(first)).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await farm.TransferOwnership(first, second)).Outcome);
        Assert.Equal(ChangeOutcome.Done, (await farm.RemoveMember(second)).Outcome);
        await Users(silo).SetDisabled(first, true);
        Assert.Equal(ChangeOutcome.Refused, (await farm.RemoveMember(first)).Outcome);
    }

    static IUsersGrain Users(UserSilo silo) => silo.Grains.GetGrain<IUsersGrain>(IUsersGrain.Key);

    static async Task<(IFarmGrain Farm, string First, string Second)> FarmOfTwoAsync(UserSilo silo)
    {
        List<string> ids = [];
        foreach (string email in (string[])["admin@example.org", "first@example.org", "second@example.org"])
        {
            var account = UserSilo.Account(email);
            await silo.User(account.UserId).Create(account);
            ids.Add(account.UserId);
        }
        await Users(silo).SetRole(ids[0], UserRole.Admin);
        var farm = silo.Grains.GetGrain<IFarmGrain>(OpaqueId.New());
        await farm.Create("Attic", ids[1]);
        await silo.User(ids[1]).AddFarm(farm.GetPrimaryKeyString());
        var invites = silo.Grains.GetGrain<IFarmInvites>(farm.GetPrimaryKeyString());
        var made = await invites.Invite(new(FarmLevel.Owner, null, TimeSpan.FromDays(1), ids[1]));
        Assert.Equal(ChangeOutcome.Done, (await invites.AcceptInvite(FarmSecret.Parse(FarmSecret.Invite, made.Token)!.Hash, ids[2], "second@example.org")).Outcome);
        return (farm, ids[1], ids[2]);
    }

    /// <summary>Does something once, before an account is saved.</summary>
    sealed class BeforeSave : IOutgoingGrainCallFilter
    {
        public Func<Task>? Once { get; set; }

        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            if (context.MethodName == nameof(IUserGrain.Save) && Once is { } work)
            {
                Once = null;
                await work();
            }
            await context.Invoke();
        }
    }
}
