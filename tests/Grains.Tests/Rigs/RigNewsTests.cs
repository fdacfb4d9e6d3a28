using BloxOs.Grains.Audit;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Grains.Tests.Rigs;

public sealed class RigNewsTests(TwoSilos silos) : IClassFixture<TwoSilos>
{
    static readonly RigInventory TwoCards = new()
    {
        HostName = "north",
        AgentVersion = "1.0.0",
        Gpus = [new() { Index = 0, BusId = "0000:01:00.0", Model = "RTX 3080" }, new() { Index = 1, BusId = "0000:02:00.0", Model = "RX 6800" }],
    };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rig_that_goes_and_comes_back_leaves_a_line_each_and_a_short_break_leaves_none()
    {
        var (rig, token, id) = await AddAsync();
        silos.AwayAfter = TimeSpan.FromMinutes(5);
        await rig.Attach(Session(1), token, TwoCards);
        await rig.Detach(Session(1), TimeProvider.System.GetUtcNow());
        await rig.Attach(Session(2), token, TwoCards);
        Assert.Equal(["rig.online"], Actions(id));

        silos.AwayAfter = TimeSpan.FromSeconds(1);
        var seen = TimeProvider.System.GetUtcNow();
        await rig.Detach(Session(2), seen);
        await Eventually.Async(() => Actions(id).Length > 1, what: "the line that it is offline", cancellation: Cancellation);
        await rig.Attach(Session(3), token, TwoCards);
        Assert.Equal(["rig.online", "rig.offline", "rig.online"], Actions(id));
        Assert.Equal(new("last seen", null, seen.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'")), Assert.Single(Events(id)[1].Changes));
    }

    [Fact]
    public async Task Trouble_in_the_kernels_log_and_a_disk_that_takes_no_writes_are_told()
    {
        var (rig, token, id) = await AddAsync();
        await rig.Attach(Session(1), token, TwoCards with { DiskReadOnly = false });
        await rig.NoteHappenings(Session(1), 1, [new() { At = DateTimeOffset.UnixEpoch, Kind = "kernel", BusId = "0000:02:00.0", Text = "NVRM: Xid 31" }, new() { At = DateTimeOffset.UnixEpoch, Kind = "kernel", Text = "Killed process 7 (miner)" }]);
        await rig.Report(Session(1), RigSample.Of(new() { Sequence = 2 }));
        await rig.ChangeInventory(Session(1), TwoCards with { DiskReadOnly = true });
        await rig.ChangeInventory(Session(1), TwoCards with { DiskReadOnly = true });
        Assert.Equal(["rig.online", "rig.kernel", "rig.disk-read-only"], Actions(id));
        Assert.Equal([new("GPU 1 0000:02:00.0", null, "NVRM: Xid 31"), new("machine", null, "Killed process 7 (miner)")], Events(id)[1].Changes);
    }

    [Fact]
    public async Task Lost_cards_and_new_agents_are_told_once()
    {
        var (rig, token, id) = await AddAsync();
        await rig.Attach(Session(1), token, TwoCards);
        await rig.Report(Session(1), Sample(1, null, null));
        await rig.Report(Session(1), Sample(2, null, "fell off the bus"));
        await rig.Report(Session(1), Sample(3, null, "fell off the bus"));
        await rig.Report(Session(1), Sample(4, null, null));
        Assert.Equal(["rig.online", "rig.gpu-lost", "rig.gpu-back"], Actions(id));
        Assert.Equal(new("GPU 1 0000:02:00.0", null, "RX 6800: fell off the bus"), Assert.Single(Events(id)[1].Changes));

        var oneCard = TwoCards with { AgentVersion = "1.1.0", Gpus = [TwoCards.Gpus[0]] };
        await rig.Attach(Session(2), token, oneCard);
        await rig.Attach(Session(3), token, oneCard);
        await rig.Attach(Session(4), token, TwoCards with { AgentVersion = "1.1.0" });
        await rig.Report(Session(4), Sample(5, null, null));
        Assert.Equal(["rig.agent-version", "rig.gpu-lost", "rig.gpu-back"], Actions(id)[3..]);
        Assert.Equal(new("agent", "1.0.0", "1.1.0"), Assert.Single(Events(id)[3].Changes));
    }

    [Fact]
    public async Task A_rig_that_flaps_is_muted_after_sixty_lines_in_an_hour()
    {
        var (rig, token, id) = await AddAsync();
        await rig.Attach(Session(1), token, TwoCards);
        for (int i = 0; i < 100; i++) { await rig.Report(Session(1), Sample(i + 1, null, i % 2 == 0 ? "dead" : null)); }
        Assert.Equal(61, Events(id).Length);
        Assert.Equal("rig.muted", Actions(id)[^1]);
    }

    async Task<(IRigGrain Rig, byte[] Token, string RigId)> AddAsync()
    {
        var added = (await (await silos.AddFarmAsync()).AddRig("north"))!;
        return (silos.Of(0).GetGrain<IRigGrain>(added.RigId), RigToken.HashOf(added.Token), added.RigId);
    }

    RigSession Session(long number) => new(silos.Address(0), number);

    RigEvent[] Events(string rigId) => [.. silos.Events.Where(what => what.RigId == rigId)];

    string[] Actions(string rigId) => [.. Events(rigId).Select(what => what.Action)];

    static RigSample Sample(long sequence, params string?[] faults) =>
        RigSample.Of(new() { Sequence = sequence, Gpus = [.. faults.Select((fault, index) => new GpuReading { Index = (byte)index, Fault = fault })] });
}
