using BloxOs.Data.Timeline;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Rigs;

/// <summary>What a rig's grain writes on its timeline, in a real database.</summary>
[Collection<SharedSilos>]
public sealed class RigTimelineTests(TwoSilos silos)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task States_are_told_when_they_change_and_only_then()
    {
        var (rig, token, id, farm) = await AddAsync();
        await rig.Attach(Session(1), token, new() { HostName = "north" });
        for (int i = 1; i <= 5; i++) { await rig.Report(Session(1), Hashing(i, 5)); }
        await rig.Report(Session(1), Hashing(6, 0));
        await rig.Hear(Session(1), TimeProvider.System.GetUtcNow(), RigHearing.Silent);
        await rig.Detach(Session(1), TimeProvider.System.GetUtcNow());
        var states = await FindAsync(id, farm, statuses: true);
        Assert.Equal(["online", "mining", "inactive", "stale", "offline"], states.Select(static one => one.Value));
        Assert.Equal([TimelineSeverity.Info, TimelineSeverity.Info, TimelineSeverity.Warning, TimelineSeverity.Warning, TimelineSeverity.Error], states.Select(static one => one.Severity));
    }

    [Fact]
    public async Task A_silo_that_died_while_the_rig_mined_leaves_no_rig_that_mines_for_ever()
    {
        var (rig, token, id, farm) = await AddAsync();
        await rig.Attach(Session(1), token, new() { HostName = "north" });
        await rig.Report(Session(1), Hashing(1, 5));
        await rig.Detach(Session(1), TimeProvider.System.GetUtcNow());
        // A grain that was made anew has told nothing and hears nothing.
        await silos.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, Cancellation);
        await Eventually.Async(async () => await silos.WhereAsync(rig) is null, what: "the grain out of memory", cancellation: Cancellation);
        await rig.GetView();
        await Eventually.Async(async () => (await FindAsync(id, farm, statuses: true)).Count(static one => one.Value == "offline") == 2, what: "that it is offline, by the new grain", cancellation: Cancellation);
    }

    [Fact]
    public async Task Boots_events_commands_and_what_is_mined_are_told()
    {
        var (rig, token, id, farm) = await AddAsync();
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-3);
        await rig.Attach(Session(1), token, new() { HostName = "north", BootId = "one", AgentVersion = "1.0" });
        await rig.Ready(Session(1), 0);
        await rig.Report(Session(1), Hashing(1, 5));
        await rig.NoteHappenings(Session(1), 2, [new() { At = at, Kind = "minerEnded", Instance = "main", Text = "exit 139" }]);
        await rig.Report(Session(1), Hashing(2, 5, "autolykos2"));
        string command = OpaqueId.New();
        await rig.Order(farm, new(command, CommandKind.RestartMiner, "main", null, "Mara", TimeSpan.FromMinutes(5)));
        await rig.NoteCommand(Session(1), new(command, CommandPhase.Failed, "no such miner", false));
        await rig.Attach(Session(2), token, new() { HostName = "north", BootId = "two", AgentVersion = "1.1" });

        var told = await FindAsync(id, farm, statuses: false);
        Assert.Equal(["miner-ended", "switch", "command-failed", "agent-version", "rebooted"], told.Select(static one => one.Kind));
        Assert.Equal(("main", "exit 139", at.ToUnixTimeMilliseconds()), (told[0].Subject, told[0].Text, told[0].At.ToUnixTimeMilliseconds()));
        Assert.Equal(("restart-miner", "no such miner"), (told[2].Value, told[2].Text));
        Assert.Equal("1.0 → 1.1", told[3].Text);
    }

    [Fact]
    public async Task A_deleted_rig_leaves_nothing()
    {
        var (rig, token, id, farm) = await AddAsync();
        await rig.Attach(Session(1), token, new() { HostName = "north" });
        Assert.NotEmpty(await FindAsync(id, farm, statuses: null));
        await rig.Delete(farm);
        Assert.Empty(await FindAsync(id, farm, statuses: null));
    }

    async Task<List<TimelineEvent>> FindAsync(string rigId, string farmId, bool? statuses)
    {
        await silos.Timeline.FlushAsync(Cancellation);
        var found = await silos.Timeline.FindAsync(new(rigId, farmId, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100) { Statuses = statuses }, Cancellation);
        return [.. found.Select(static one => one.Event).Reverse()];
    }

    async Task<(IRigGrain Rig, byte[] Token, string RigId, string FarmId)> AddAsync()
    {
        var farm = await silos.AddFarmAsync();
        var added = (await farm.AddRig("north"))!;
        return (silos.Of(0).GetGrain<IRigGrain>(added.RigId), RigToken.HashOf(added.Token), added.RigId, farm.GetPrimaryKeyString());
    }

    RigSession Session(long number) => new(silos.Address(0), number);

    static RigSample Hashing(long sequence, double hashrate, string algorithm = "kawpow") =>
        RigSample.Of(new() { Sequence = sequence, Work = [new() { Miner = "t-rex", Algorithm = algorithm, Hashrate = hashrate }] });
}
