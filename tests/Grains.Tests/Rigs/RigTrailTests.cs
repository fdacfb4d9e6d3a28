using BloxOs.Data.Timeline;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Rigs;

public sealed class RigTrailTests
{
    static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    static readonly RigInventory s_inventory = new() { Gpus = [new() { Index = 3, BusId = "0000:05:00.0" }] };

    [Fact]
    public void Every_state_has_a_name_of_its_own() =>
        Assert.Equal(Enum.GetValues<RigStatus>().Length, Enum.GetValues<RigStatus>().Select(RigStatusNames.Of).Distinct().Count());

    [Fact]
    public void Lines_of_the_audit_log_read_as_events_one_per_subject()
    {
        Assert.Empty(RigTrail.Of(new RigNewsItem("rig.offline", [new("last seen", null, "x")])));
        Assert.Equal([new("rebooted", TimelineSeverity.Warning)], RigTrail.Of(new RigNewsItem("rig.rebooted", [])));
        Assert.Equal(
            [new("kernel", TimelineSeverity.Error, "GPU 3 0000:05:00.0", "Xid 79"), new("kernel", TimelineSeverity.Error, "machine", "Killed")],
            RigTrail.Of(new RigNewsItem("rig.kernel", [new("GPU 3 0000:05:00.0", null, "Xid 79"), new("machine", null, "Killed")])));
        Assert.Equal([new("agent-version", TimelineSeverity.Info, "agent", "1.0 → 1.1")], RigTrail.Of(new RigNewsItem("rig.agent-version", [new("agent", "1.0", "1.1")])));
        Assert.Equal(
            [new("miner-ended", TimelineSeverity.Error, "main", "exit 1") { At = s_now }],
            RigTrail.Of(new RigNewsItem("rig.miner-ended", [new("main", null, "exit 1"), new("at", null, "stamp")]) { At = s_now }));
    }

    [Theory]
    [InlineData(CommandPhase.Ok, "command-ok"), InlineData(CommandPhase.Failed, "command-failed"), InlineData(CommandPhase.Expired, "command-expired"), InlineData(CommandPhase.Unknown, "command-unknown")]
    public void A_command_ends_with_its_last_line(CommandPhase phase, string kind)
    {
        var item = RigTrail.Of(new RigCommand { CommandId = "c", Kind = CommandKind.RestartMiner, Instance = "main", Phase = phase, Output = "stopping\nmain: done\n" });
        Assert.Equal((kind, "main", "main: done", "restart-miner"), (item.Kind, item.Subject, item.Text, item.Value));
    }

    [Fact]
    public void A_rig_that_flaps_is_muted_until_its_hour_is_over()
    {
        var pace = new TrailPace();
        var item = new TrailItem("x", TimelineSeverity.Info);
        for (int i = 0; i < TrailPace.MaxPerHour; i++) { Assert.Same(item, pace.Take(item, s_now)); }
        Assert.Equal("muted", pace.Take(item, s_now)!.Kind);
        Assert.Null(pace.Take(item, s_now.AddMinutes(59)));
        Assert.Same(item, pace.Take(item, s_now.AddHours(1)));
    }

    [Fact]
    public void A_card_that_slows_itself_is_told_once_and_a_power_limit_is_no_news()
    {
        var trail = new SampleTrail();
        Assert.False(trail.HasNews(Throttled(GpuThrottle.PowerLimit | GpuThrottle.Idle)));
        var hot = Throttled(GpuThrottle.Heat | GpuThrottle.PowerLimit);
        Assert.True(trail.HasNews(hot));
        Assert.Equal([new("throttle", TimelineSeverity.Warning, "GPU 3 0000:05:00.0", "too hot, core 91 °C")], trail.Take(hot, s_inventory, s_now));
        Assert.False(trail.HasNews(hot));
        Assert.Empty(trail.Take(Throttled(GpuThrottle.None), s_inventory, s_now));
        Assert.Empty(trail.Take(hot, s_inventory, s_now.AddMinutes(29)));
        Assert.Empty(trail.Take(Throttled(GpuThrottle.None), s_inventory, s_now));
        Assert.Single(trail.Take(hot, s_inventory, s_now.AddMinutes(31)));
    }

    [Fact]
    public void Another_miner_or_coin_is_told_and_a_pause_is_not()
    {
        var trail = new SampleTrail();
        var (raven, ergo) = (Mining("t-rex", "kawpow", "RVN"), Mining("lolminer", "autolykos2", "ERG"));
        Assert.True(trail.HasNews(raven));
        Assert.Empty(trail.Take(raven, s_inventory, s_now));
        Assert.False(trail.HasNews(Mining("t-rex", "kawpow", "RVN")));
        Assert.False(trail.HasNews(RigSample.Of(new() { Sequence = 2 })));
        Assert.True(trail.HasNews(ergo));
        Assert.Equal("t-rex kawpow (RVN) → lolminer autolykos2 (ERG)", Assert.Single(trail.Take(ergo, s_inventory, s_now)).Text);
        Assert.NotEqual(SampleTrail.MinedOf(new() { Work = [new() { Miner = "ab" }] }), SampleTrail.MinedOf(new() { Work = [new() { Miner = "a", Algorithm = "b" }] }));
    }

    static RigSample Throttled(GpuThrottle reasons) => RigSample.Of(new() { Sequence = 1, Gpus = [new() { Index = 3, CoreCelsius = 91, ThrottleReasons = reasons }] });

    static RigSample Mining(string miner, string algorithm, string coin) => RigSample.Of(new() { Sequence = 1, Work = [new() { Miner = miner, Algorithm = algorithm, Coin = coin, Hashrate = 5 }] });
}
