using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Rigs;

[Collection<SharedSilos>]
public sealed class RigChangeTests(TwoSilos silos)
{
    [Fact, Trait("bad-input", "96")]
    public async Task A_stale_change_is_a_conflict_and_what_is_not_allowed_is_refused()
    {
        var (farm, rig, _) = await AddAsync();
        Assert.Equal(ChangeResult.Done(1), await rig.Change(farm.GetPrimaryKeyString(), new("one", ["hot"], 0)));
        Assert.Equal(ChangeResult.Changed(1), await rig.Change(farm.GetPrimaryKeyString(), new("two", [], 0)));
        Assert.Equal(ChangeOutcome.Refused, (await rig.Change(farm.GetPrimaryKeyString(), new(" ", [], 1))).Outcome);
        Assert.Equal(ChangeOutcome.Refused, (await rig.Change(farm.GetPrimaryKeyString(), new("two", ["a,b"], 1))).Outcome);
        var view = (await rig.GetView())!;
        Assert.Equal(("one", "hot", 1L), (view.Description.Name, Assert.Single(view.Description.Tags), view.Description.Version));
    }

    [Fact]
    public async Task A_moved_rig_is_in_the_other_farm_alone_and_goes_on_reporting()
    {
        var (farm, rig, token) = await AddAsync();
        var other = await silos.AddFarmAsync(1);
        var session = new RigSession(silos.Address(0), 1);
        await rig.Attach(session, token, RigInventory.Empty);
        Assert.Equal(ChangeOutcome.Refused, (await rig.Move(Id(farm), OpaqueId.New())).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await rig.Move(Id(other), Id(farm))).Outcome);
        Assert.Equal(ChangeOutcome.Done, (await rig.Move(Id(farm), Id(other))).Outcome);

        Assert.Empty((await farm.GetView())!.Rigs);
        Assert.Equal(0, (await farm.GetView())!.Totals.Rigs);
        Assert.True(await rig.Report(session, RigSample.Of(new() { Sequence = 1, Work = [new() { Algorithm = "kawpow", Hashrate = 5 }] })));
        await EventuallyAsync(async () => (await other.GetView())!.Totals.RigsMining == 1, "the new farm to hear of it");
        Assert.Empty((await farm.GetView())!.Rigs);
        Assert.Equal(ChangeOutcome.NotFound, (await rig.Delete(Id(farm))).Outcome);
        foreach (var one in (IFarmGrain[])[farm, other]) { await silos.Cluster.DeactivateAsync(one); }
        Assert.Equal((0, 1), ((await farm.GetView())!.Rigs.Length, (await other.GetView())!.Rigs.Length));
    }

    [Fact]
    public async Task A_farm_drops_what_a_crash_in_the_middle_of_a_move_left_in_its_list()
    {
        var (farm, rig, _) = await AddAsync();
        var other = await silos.AddFarmAsync(1);
        Assert.True(await other.AcceptRig(rig.GetPrimaryKeyString()));   // as far as the move came
        await silos.Cluster.DeactivateAsync(other);
        Assert.Empty((await other.GetView())!.Rigs);
        Assert.Single((await farm.GetView())!.Rigs);
        await EventuallyAsync(async () =>
        {
            await other.Describe((await rig.GetView())!.Description);   // ignored once it is off the list
            await other.Report((await rig.GetView())!.Reading);
            return (await other.GetView())!.Rigs.Length == 0;
        }, "the list to be mended");
    }

    [Fact]
    public async Task Those_who_watch_are_told_of_a_rig_that_left()
    {
        var (farm, rig, _) = await AddAsync();
        var watcher = new Watcher();
        var reference = silos.Cluster.Client.CreateObjectReference<IFarmObserver>(watcher);
        await farm.Watch(reference);
        Assert.Equal(ChangeResult.Done(), await rig.Delete(Id(farm)));
        await farm.ChangeSettings(new() { Name = "New name" });
        await EventuallyAsync(() => Task.FromResult(watcher.Removed.Contains(rig.GetPrimaryKeyString()) && watcher.Name == "New name"), "the update");
        Assert.Null(await rig.GetView());
        GC.KeepAlive(watcher);
    }

    [Fact, Trait("check", "29")]
    public async Task An_old_token_dies_when_the_new_one_is_shown_and_not_before()
    {
        var (farm, rig, old) = await AddAsync();
        var session = new RigSession(silos.Address(0), 5);
        await rig.Attach(session, old, RigInventory.Empty);
        var change = await rig.ChangeToken(Id(farm), RigTokenEnd.WhenConfirmed);
        byte[] fresh = RigToken.HashOf(change.Token);
        Assert.InRange(change.Until!.Value - silos.Time.GetUtcNow(), TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        Assert.Equal(change.Until, (await rig.GetView())!.Description.NewTokenUntil);

        await silos.Cluster.DeactivateAsync(rig);   // a crash here leaves the old token good, and the new one waiting
        Assert.Equal(RigAuthentication.Accepted, await rig.Authenticate(old, silos.Address(0)));
        Assert.True((await rig.Attach(session, old, RigInventory.Empty)).Attached);
        Assert.Equal(RigRefusal.Revoked, (await rig.Attach(session, fresh, RigInventory.Empty)).Refusal);   // never shown to be checked

        Assert.Equal(RigAuthentication.Accepted, await rig.Authenticate(fresh, silos.Address(0)));
        Assert.Contains((rig.GetPrimaryKeyString(), session, RigCloseReason.Revoked), silos.Closed);
        Assert.Equal(RigAuthentication.Unknown, await rig.Authenticate(old, silos.Address(0)));
        await silos.Cluster.DeactivateAsync(rig);   // and a crash here the new one
        Assert.Equal(RigAuthentication.Unknown, await rig.Authenticate(old, silos.Address(0)));
        Assert.Equal(RigRefusal.Revoked, (await rig.Attach(new(silos.Address(0), 6), old, RigInventory.Empty)).Refusal);
        Assert.Equal(RigAuthentication.Accepted, await rig.Authenticate(fresh, silos.Address(0)));
        Assert.True((await rig.Attach(new(silos.Address(0), 7), fresh, RigInventory.Empty)).Attached);
    }

    [Fact, Trait("check", "29")]
    public void A_new_token_that_nobody_shows_lapses_and_the_old_one_stays()
    {
        var (now, state) = (DateTimeOffset.UnixEpoch, new RigState { TokenHash = new byte[32] });
        byte[] next = [.. Enumerable.Repeat((byte)1, 32)];
        RigTokens.Follow(state, next, now);
        Assert.True(RigTokens.IsNext(state, next, now.AddHours(23.99)));
        Assert.False(RigTokens.IsNext(state, next, now.AddHours(24)));
        Assert.True(RigTokens.IsCurrent(state, new byte[32]));
        RigTokens.Promote(state);
        Assert.False(RigTokens.IsCurrent(state, new byte[32]));
        Assert.True(RigTokens.IsCurrent(state, next));
    }

    sealed class Watcher : IFarmObserver
    {
        public HashSet<string> Removed { get; } = [];

        public string? Name { get; private set; }

        public Task Updated(FarmUpdate update)
        {
            Removed.UnionWith(update.Removed);
            Name = update.Settings?.Name ?? Name;
            return Task.CompletedTask;
        }
    }

    static string Id(IFarmGrain farm) => farm.GetPrimaryKeyString();

    static Task EventuallyAsync(Func<Task<bool>> condition, string what) => Eventually.Async(condition, what: what, cancellation: TestContext.Current.CancellationToken);

    async Task<(IFarmGrain Farm, IRigGrain Rig, byte[] TokenHash)> AddAsync()
    {
        var farm = await silos.AddFarmAsync();
        var added = await farm.AddRig("rig");
        return (farm, silos.Of(0).GetGrain<IRigGrain>(added.RigId), RigToken.HashOf(added.Token));
    }
}
