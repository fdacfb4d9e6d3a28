using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Enrollment;

[Collection<SharedSilos>]
public sealed class EnrollmentTests(TwoSilos silos)
{
    static readonly byte[] KeyA = [.. Enumerable.Repeat((byte)1, 32)], KeyB = [.. Enumerable.Repeat((byte)2, 32)];

    [Fact, Trait("check", "28")]
    public async Task A_code_lets_one_rig_join_and_binds_a_token_to_it()
    {
        var (farm, enrollment) = await AddAsync();
        var made = await enrollment.MakeCode(1, EnrollmentBook.DefaultLifetime, "u");
        byte[] code = FarmSecret.Parse(FarmSecret.Enrollment, made.Text)!.Hash;
        Assert.Null(await enrollment.Enroll(new byte[32], KeyA, "oak-1"));
        var joined = (await enrollment.Enroll(code, KeyA, "oak-1"))!;
        Assert.Null(await enrollment.Enroll(code, KeyB, "oak-2"));
        Assert.Empty(await enrollment.GetCodes());
        var rig = silos.Of(0).GetGrain<IRigGrain>(joined.RigId);
        Assert.Equal(("oak-1", "oak-1", joined.RigId), (joined.Name, (await rig.GetView())!.Description.Name, RigToken.Parse(joined.Token)!.RigId));

        var again = (await enrollment.Enroll(code, KeyA, "oak-1"))!;   // the answer was lost on its way
        Assert.Equal(joined.RigId, again.RigId);
        Assert.Equal(RigAuthentication.Unknown, await rig.Authenticate(RigToken.HashOf(joined.Token), silos.Address(0)));
        Assert.Equal(RigAuthentication.Accepted, await rig.Authenticate(RigToken.HashOf(again.Token), silos.Address(0)));
        await rig.Attach(new(silos.Address(0), 1), RigToken.HashOf(again.Token), RigInventory.Empty);
        Assert.Null(await enrollment.Enroll(code, KeyA, "oak-1"));   // it has its token
        Assert.Single((await farm.GetView())!.Rigs);
    }

    [Fact, Trait("check", "28")]
    public async Task A_rig_that_a_crash_left_unmade_is_made_when_it_asks_again_and_a_deleted_one_is_not()
    {
        var (farm, enrollment) = await AddAsync();
        byte[] code = RigToken.HashOf((await enrollment.MakeCode(2, TimeSpan.FromMinutes(5), "u")).Text);
        var joined = (await enrollment.Enroll(code, KeyA, "  \n"))!;
        Assert.Equal("New rig", joined.Name);
        await silos.Cluster.DeactivateAsync(farm);
        Assert.Equal(joined.RigId, (await enrollment.Enroll(code, KeyA, null))!.RigId);
        await silos.Of(0).GetGrain<IRigGrain>(joined.RigId).Delete(farm.GetPrimaryKeyString());
        var other = (await enrollment.Enroll(code, KeyA, "oak"))!;   // its first use is gone with the rig: this is the second
        Assert.NotEqual(joined.RigId, other.RigId);
        Assert.Null(await enrollment.Enroll(code, KeyB, "oak"));
    }

    [Fact]
    public async Task A_revoked_code_is_dead_and_what_is_not_allowed_is_refused()
    {
        var (_, enrollment) = await AddAsync();
        var made = await enrollment.MakeCode(5, TimeSpan.FromDays(1), "u");
        Assert.NotNull(await enrollment.Enroll(RigToken.HashOf(made.Text), KeyA, "a"));
        Assert.Equal(1, (await enrollment.GetCodes())[0].Uses);
        Assert.Equal(ChangeResult.Done(), await enrollment.RevokeCode(made.Code!.CodeId));
        Assert.Null(await enrollment.Enroll(RigToken.HashOf(made.Text), KeyB, "b"));
        Assert.Null(await enrollment.Enroll(RigToken.HashOf(made.Text), KeyA, "a"));
        foreach (var (uses, lifetime) in ((int, TimeSpan)[])[(0, TimeSpan.FromDays(1)), (1001, TimeSpan.FromDays(1)), (1, TimeSpan.FromDays(8)), (1, TimeSpan.Zero)])
        {
            Assert.Equal(ChangeOutcome.Refused, (await enrollment.MakeCode(uses, lifetime, "u")).Result.Outcome);
        }
    }

    [Fact, Trait("check", "28")]
    public void A_code_is_good_for_ten_minutes_unless_more_was_asked_for()
    {
        var now = DateTimeOffset.UnixEpoch;
        Assert.Equal(TimeSpan.FromMinutes(10), EnrollmentBook.DefaultLifetime);
        var code = new EnrollmentEntry { MaxUses = 1, ExpiresAt = now + EnrollmentBook.DefaultLifetime };
        Assert.True(EnrollmentBook.IsOpen(code, now.AddMinutes(10).AddTicks(-1)));
        Assert.False(EnrollmentBook.IsOpen(code, now.AddMinutes(10)));
        code.Uses.Add(new() { KeyHash = KeyA, At = now });
        Assert.False(EnrollmentBook.IsOpen(code, now));
        Assert.NotNull(EnrollmentBook.Before(code, KeyA, now.AddHours(23)));
        Assert.Null(EnrollmentBook.Before(code, KeyA, now.AddHours(24)));
        Assert.False(EnrollmentBook.IsOver(code, now.AddHours(23)));
        Assert.True(EnrollmentBook.IsOver(code, now.AddHours(24)));
    }

    async Task<(IFarmGrain Farm, IFarmEnrollment Enrollment)> AddAsync()
    {
        var farm = await silos.AddFarmAsync();
        return (farm, silos.Of(1).GetGrain<IFarmEnrollment>(farm.GetPrimaryKeyString()));
    }
}
