using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Rigs;

[Collection<SharedSilos>]
public sealed class RigGrainTests(TwoSilos silos)
{
    static readonly RigInventory TwoCards = new() { HostName = "north", Gpus = [new() { Index = 0 }, new() { Index = 1 }] };
    static readonly RigSample Mining = RigSample.Of(new() { Sequence = 7, Work = [new() { Algorithm = "kawpow", Hashrate = 5 }] });

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task The_grain_follows_its_agent_and_keeps_what_it_knows()
    {
        var (rig, token) = await AddAsync();
        var session = new RigSession(silos.Address(0), 1);
        Assert.Equal(RigAuthentication.Accepted, await rig(0).Authenticate(token, silos.Address(0)));
        Assert.True((await rig(0).Attach(session, token, TwoCards)).Attached);
        Assert.True(await rig(0).Report(session, Mining));
        Assert.Equal(silos.Address(0), await silos.WhereAsync(rig(0)));
        var before = (await rig(0).GetView())!;

        await MoveAsync(rig, token, 1);
        var moved = (await rig(1).GetView())!;
        Assert.Equal((RigStatus.Mining, 7L, before.Reading.StatusSince, silos.Address(0)), (moved.Reading.Status, moved.Reading.Sample.Sequence, moved.Reading.StatusSince, moved.Reading.Silo));
        Assert.True(await rig(0).Report(session, RigSample.Of(new() { Sequence = 8, Work = Mining.Read().Work })), "the old connection speaks until the new one says hello");

        var next = new RigSession(silos.Address(1), 1);
        Assert.True((await rig(1).Attach(next, token, TwoCards)).Attached);
        await EventuallyAsync(() => Task.FromResult(silos.Closed.Contains((rig(0).GetPrimaryKeyString(), session, RigCloseReason.Replaced))), "the old connection to be closed");
        Assert.False(await rig(0).Report(session, Mining));
        Assert.Equal(silos.Address(1), (await rig(1).GetView())!.Reading.Silo);
    }

    [Theory, InlineData("detached"), InlineData("revoked")]
    public async Task A_connection_that_ended_stays_ended_when_the_grain_moves(string how)
    {
        var (rig, token) = await AddAsync();
        var session = new RigSession(silos.Address(0), 1);
        await MoveAsync(rig, token, 0);
        await rig(0).Attach(session, token, TwoCards);
        if (how == "detached") { await rig(0).Detach(session, Now); }
        else { token = RigToken.HashOf((await rig(0).ChangeToken((await rig(0).FarmOf())!, RigTokenEnd.Now)).Token); }

        await MoveAsync(rig, token, 1);
        Assert.False(await rig(0).Report(session, Mining), "a last sample that was on its way");
        await rig(0).Hear(session, Now, RigHearing.Heard);
        Assert.Equal(RigStatus.Offline, await StatusAsync(rig(1)));
        Assert.Equal(silos.Address(1), await silos.WhereAsync(rig(1)));
    }

    [Fact]
    public async Task The_end_of_an_older_connection_is_ignored()
    {
        var (rig, token) = await AddAsync();
        RigSession older = new(silos.Address(0), 5), newer = new(silos.Address(0), 6);
        await rig(0).Attach(older, token, TwoCards);
        await rig(0).Attach(newer, token, TwoCards);
        await rig(0).Report(newer, Mining);
        await rig(0).Detach(older, Now);
        await rig(0).Hear(older, Now, RigHearing.Silent);
        await rig(0).ChangeInventory(older, RigInventory.Empty);
        var view = (await rig(0).GetView())!;
        Assert.Equal((RigStatus.Mining, 2), (view.Reading.Status, view.Description.Inventory.Gpus.Length));

        Assert.False((await rig(0).Attach(older, token, TwoCards)).Attached, "a hello that was overtaken");
        Assert.True(await rig(0).Report(newer, Mining));

        var seen = Now.AddSeconds(-3);
        await rig(0).Detach(newer, seen, RigEnding.Goodbye);
        var ended = (await rig(0).GetView())!.Reading;
        Assert.Equal((RigStatus.Offline, seen, null, null, RigEnding.Goodbye), (ended.Status, ended.LastSeenAt, ended.Silo, ended.ConnectedAt, ended.Ending));
        Assert.True(ended.StatusSince > seen);
    }

    [Fact]
    public async Task Silence_and_missing_samples_show()
    {
        var (rig, token) = await AddAsync();
        var session = new RigSession(silos.Address(0), 1);
        await rig(0).Attach(session, token, TwoCards);
        Assert.Equal(RigStatus.Online, await StatusAsync(rig(0)));
        await rig(0).Report(session, Mining);
        await rig(0).Hear(session, Now, RigHearing.Silent);
        Assert.Equal(RigStatus.Stale, await StatusAsync(rig(0)));
        await rig(0).Hear(session, Now, RigHearing.Heard);
        Assert.Equal(RigStatus.Mining, await StatusAsync(rig(0)));
        await rig(0).Hear(session, Now, RigHearing.NoData);
        Assert.Equal(RigStatus.Online, await StatusAsync(rig(0)));
        await rig(0).Hear(session, Now, RigHearing.Silent);
        await rig(0).Report(session, Mining);
        Assert.Equal(RigStatus.Mining, await StatusAsync(rig(0)));
    }

    [Fact]
    public async Task Only_its_token_is_good_and_a_rig_that_is_not_there_has_none()
    {
        var (rig, token) = await AddAsync();
        Assert.Equal(RigAuthentication.Unknown, await rig(0).Authenticate(new byte[32], silos.Address(0)));
        Assert.Equal(RigAuthentication.Unknown, await rig(0).Authenticate([], silos.Address(0)));
        var nobody = silos.Of(0).GetGrain<IRigGrain>(OpaqueId.New());
        Assert.Equal(RigAuthentication.Unknown, await nobody.Authenticate(token, silos.Address(0)));
        Assert.Equal(RigAuthentication.Unknown, await nobody.Authenticate([], silos.Address(0)));
        Assert.Null(await nobody.GetView());
        Assert.False((await nobody.Attach(new(silos.Address(0), 1), token, TwoCards)).Attached);
        Assert.Equal(ChangeOutcome.NotFound, (await nobody.Change("", new("x", [], 0))).Outcome);
        Assert.Null(await nobody.FarmOf());

        var session = new RigSession(silos.Address(0), 1);
        await rig(0).Attach(session, token, TwoCards);
        string farmId = (await rig(0).FarmOf())!;
        Assert.Equal(new RigTokenChange(ChangeOutcome.NotFound), await rig(0).ChangeToken(OpaqueId.New(), RigTokenEnd.Now));
        byte[] fresh = RigToken.HashOf((await rig(0).ChangeToken(farmId, RigTokenEnd.Now)).Token);
        Assert.Contains((rig(0).GetPrimaryKeyString(), session, RigCloseReason.Revoked), silos.Closed);
        Assert.Equal(RigStatus.Offline, await StatusAsync(rig(0)));
        Assert.Equal(RigAuthentication.Unknown, await rig(0).Authenticate(token, silos.Address(0)));
        Assert.Equal(RigAuthentication.Accepted, await rig(0).Authenticate(fresh, silos.Address(0)));
    }

    [Fact]
    public async Task What_was_saved_is_there_after_the_grain_was_away()
    {
        var (rig, token) = await AddAsync();
        var session = new RigSession(silos.Address(0), 1);
        var seen = Now;
        await rig(0).Attach(session, token, TwoCards);
        Assert.Equal(ChangeResult.Done(1), await rig(0).Change((await rig(0).FarmOf())!, new("  south  ", ["a", " A ", "b"], 0)));
        await rig(0).Detach(session, seen);
        await silos.Cluster.DeactivateAsync(rig(0));
        var view = (await rig(1).GetView())!;
        Assert.Equal(["a", "b"], view.Description.Tags.AsEnumerable());
        Assert.Equal(("south", "north", RigStatus.Offline, seen), (view.Description.Name, view.Description.Inventory.HostName, view.Reading.Status, view.Reading.LastSeenAt));
        Assert.Equal(RigAuthentication.Accepted, await rig(1).Authenticate(token, silos.Address(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => rig(0).Create(new("f", "n", token)));
    }

    static async Task<RigStatus> StatusAsync(IRigGrain rig) => (await rig.GetView())!.Reading.Status;

    static Task EventuallyAsync(Func<Task<bool>> condition, string what) => Eventually.Async(condition, what: what, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Lets the agent come to this silo, and waits for the grain to follow.</summary>
    async Task MoveAsync(Func<int, IRigGrain> rig, byte[] token, int silo)
    {
        Assert.Equal(RigAuthentication.Accepted, await rig(silo).Authenticate(token, silos.Address(silo)));
        await EventuallyAsync(async () => silos.Address(silo).Equals(await silos.WhereAsync(rig(silo))), "the grain to move");
    }

    async Task<(Func<int, IRigGrain> Rig, byte[] TokenHash)> AddAsync()
    {
        var added = await (await silos.AddFarmAsync()).AddRig("rig");
        return (silo => silos.Of(silo).GetGrain<IRigGrain>(added.RigId), RigToken.HashOf(added.Token));
    }
}
