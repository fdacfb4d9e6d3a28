using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Invites;

[Collection<SharedSilos>]
public sealed class InviteTests(TwoSilos silos)
{
    [Fact, Trait("bad-input", "102")]
    public async Task An_invitation_is_accepted_once_by_the_one_it_is_for()
    {
        var (farm, invites, owner) = await AddAsync();
        string jon = await AddUserAsync("jon"), eve = await AddUserAsync("eve");
        var made = await invites.Invite(new(FarmLevel.Operator, "jon@example.org", InviteBook.DefaultLifetime, owner));
        byte[] hash = FarmSecret.Parse(FarmSecret.Invite, made.Token)!.Hash;
        Assert.Equal((Id(farm), "Barn", FarmLevel.Operator), (await invites.FindInvite(hash)) is { } offer ? (offer.FarmId, offer.FarmName, offer.Invite.Level) : default);

        Assert.Equal(ChangeOutcome.Refused, (await invites.AcceptInvite(hash, eve, "eve@example.org")).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await invites.AcceptInvite(new byte[32], jon, "jon@example.org")).Outcome);
        Assert.Equal(ChangeResult.Done(), await invites.AcceptInvite(hash, jon, "jon@example.org"));
        Assert.Equal(ChangeOutcome.NotFound, (await invites.AcceptInvite(hash, jon, "jon@example.org")).Outcome);
        Assert.Equal(FarmLevel.Operator, (await farm.MembershipOf(jon)).Level);
        Assert.Equal([Id(farm)], (await silos.Of(1).GetGrain<IUserGrain>(jon).GetFarms()).AsEnumerable());

        Assert.Equal(ChangeResult.Done(), await farm.RemoveMember(jon));   // and a removed one does not come back with it
        Assert.Empty(await silos.Of(1).GetGrain<IUserGrain>(jon).GetFarms());
        await silos.Cluster.DeactivateAsync(farm);
        Assert.Equal(ChangeOutcome.NotFound, (await invites.AcceptInvite(hash, jon, "jon@example.org")).Outcome);
    }

    [Fact, Trait("bad-input", "102")]
    public async Task A_revoked_invitation_and_one_to_a_deleted_farm_are_dead()
    {
        var (farm, invites, owner) = await AddAsync();
        var first = await invites.Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(1), owner));
        var second = await invites.Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(1), owner));
        Assert.Equal(2, (await invites.GetInvites()).Length);
        Assert.Equal(ChangeResult.Done(), await invites.RevokeInvite(first.Invite!.InviteId));
        Assert.Equal(ChangeOutcome.NotFound, (await invites.RevokeInvite(first.Invite.InviteId)).Outcome);
        Assert.Null(await invites.FindInvite(RigToken.HashOf(first.Token)));
        await farm.Delete("Barn");
        Assert.Equal(ChangeOutcome.NotFound, (await invites.AcceptInvite(RigToken.HashOf(second.Token), OpaqueId.New(), "a@b.example")).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await invites.Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(1), owner))).Result.Outcome);
    }

    [Fact]
    public void The_rules_hold()
    {
        var good = new InviteRequest(FarmLevel.Viewer, null, TimeSpan.FromDays(7), "u");
        Assert.Null(InviteBook.WhyNot(good, 0));
        Assert.NotNull(InviteBook.WhyNot(good, InviteBook.MaxOpen));
        Assert.NotNull(InviteBook.WhyNot(good with { Level = FarmLevel.None }, 0));
        Assert.NotNull(InviteBook.WhyNot(good with { Level = (FarmLevel)9 }, 0));
        Assert.NotNull(InviteBook.WhyNot(good with { Lifetime = TimeSpan.FromDays(31) }, 0));
        Assert.NotNull(InviteBook.WhyNot(good with { Lifetime = TimeSpan.Zero }, 0));
        Assert.NotNull(InviteBook.WhyNot(good with { Email = "Jon@example.org" }, 0));
        var now = DateTimeOffset.UnixEpoch;
        var entry = new InviteEntry { TokenHash = new byte[32], Level = FarmLevel.Operator, ExpiresAt = now.AddDays(7) };
        Assert.Same(entry, InviteBook.Find([entry], new byte[32], now.AddDays(7).AddTicks(-1)));
        Assert.Null(InviteBook.Find([entry], new byte[32], now.AddDays(7)));
        Assert.NotNull(InviteBook.WhyNotAccept(entry, FarmLevel.Operator, "x"));
        Assert.Null(InviteBook.WhyNotAccept(entry, FarmLevel.Viewer, "x"));
    }

    static string Id(IFarmGrain farm) => farm.GetPrimaryKeyString();

    async Task<(IFarmGrain Farm, IFarmInvites Invites, string Owner)> AddAsync()
    {
        string owner = OpaqueId.New(), farmId = OpaqueId.New();
        await silos.Of(0).GetGrain<IFarmGrain>(farmId).Create("Barn", owner);
        return (silos.Of(0).GetGrain<IFarmGrain>(farmId), silos.Of(1).GetGrain<IFarmInvites>(farmId), owner);
    }

    async Task<string> AddUserAsync(string name)
    {
        string id = OpaqueId.New(), email = $"{name}-{id}@example.org";
        await silos.Of(0).GetGrain<IUserGrain>(id).Create(new() { UserId = id, Email = email, NormalizedEmail = email, DisplayName = name, SecurityStamp = "s" });
        return id;
    }
}
