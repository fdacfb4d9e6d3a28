using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class RigTileTests
{
    static readonly GpuReading s_dead = new() { Index = 1, Fault = "lost" };

    static RigTile Tile(RigStats stats, RigStatus status = RigStatus.Mining) => RigTile.Of(new RigFacts(RigViews.Of("oak-1", status, stats), HeatBands.Default), RigViews.Now);

    /// <summary>What the smallest tiles show beside the speed.</summary>
    [Theory]
    [InlineData(50, false, "good", "50°")]
    [InlineData(65, false, "watch", "△ 65°")]
    [InlineData(75, false, "hot", "▲ 75°")]
    [InlineData(85, false, "critical", "! 85°")]
    [InlineData(50, true, "dead", "× 50°")]
    [InlineData(75, true, "dead", "×▲ 75°")]
    [InlineData(85, true, "critical", "×! 85°")]
    public void Every_band_has_a_mark_of_its_own(short core, bool hasDead, string css, string left)
    {
        var tile = Tile(hasDead ? RigViews.Mining(RigViews.Gpu(0, core), s_dead) : RigViews.Mining(RigViews.Gpu(0, core)));
        Assert.Equal((css, left), (tile.Css, tile.Left));
    }

    /// <summary>It stands among the worst for it, so it says for what, and is not green.</summary>
    [Theory]
    [InlineData(50, 962, "watch", "▾ 96.2 %", "97")]
    [InlineData(65, 962, "watch", "▾ 96.2 %", "97")]
    [InlineData(75, 962, "hot", "▲% 75°", "97")]
    [InlineData(85, 962, "critical", "!% 85°", "97")]
    [InlineData(50, 951, "watch", "▾ 95.1 %", "97")]
    [InlineData(50, 949, "critical", "! 94.9 %", "95")]
    [InlineData(75, 872, "critical", "! 87.2 %", "95")]
    [InlineData(85, 872, "critical", "!% 85°", "95")]
    public void Refused_shares_have_their_mark(short core, uint accepted, string css, string left, string limit)
    {
        GpuReading[] gpus = [RigViews.Gpu(0, core)];
        var stats = RigViews.Mining(gpus) with { Work = [RigViews.Work("kawpow", 46e6, gpus, accepted, 1000 - accepted)] };
        var tile = Tile(stats);
        Assert.Equal((css, left), (tile.Css, tile.Left.Replace(NumberText.Firm, " ", StringComparison.Ordinal)));
        Assert.EndsWith($". Rejects: fewer than {limit} % of the shares are accepted", tile.Label, StringComparison.Ordinal);
        var badge = Assert.Single(RigBadge.Of(new RigFacts(RigViews.Of("oak-1", RigStatus.Mining, stats), HeatBands.Default)), static badge => badge.Glyph == "%");
        Assert.Equal(limit == "95" ? "down" : "warn", badge.Css);
    }

    [Fact]
    public void Two_machines_with_one_token_have_their_mark()
    {
        var view = RigViews.Of("oak-1", RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, 50)));
        var tile = RigTile.Of(new RigFacts(view with { Description = view.Description with { Rival = new("oak", null, RigViews.Now, RigViews.Now) } }, HeatBands.Default), RigViews.Now);
        Assert.Equal(("watch", "2× 50°"), (tile.Css, tile.Left));
    }

    /// <summary>The number is the one that decides, and the label says what it is.</summary>
    [Theory]
    [InlineData(60, 70, 104, 58, "critical", "! 104°", "memory 104 °C")]
    [InlineData(60, 96, 80, 58, "hot", "▲ 96°", "hotspot 96 °C")]
    [InlineData(64, 70, 76, 0, "critical", "! 0%", "fan stopped at 64 °C")]
    [InlineData(50, 60, 70, 95, "hot", "▲ 95%", "fan 95 %")]
    [InlineData(null, null, 84, 58, "watch", "△ 84°", "memory 84 °C")]
    [InlineData(null, 70, 60, 58, "good", "70°", "hotspot 70 °C")]
    [InlineData(50, 60, 70, 58, "good", "50°", "core 50 °C")]
    public void The_reading_that_decides_is_shown_and_named(int? core, int? hotspot, int? memory, int fan, string css, string left, string label)
    {
        var worst = RigViews.Gpu(1, 0, (short?)hotspot, (short?)memory, (byte)fan) with { CoreCelsius = (short?)core };
        var tile = Tile(RigViews.Mining(RigViews.Gpu(0, 45, 50, 55), worst));
        Assert.Equal((css, left), (tile.Css, tile.Left));
        Assert.EndsWith($"MH/s, GPU 1 {label}", tile.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_fan_that_is_counted_in_turns_and_a_card_that_tells_nothing()
    {
        var stopped = Tile(RigViews.Mining(RigViews.Gpu(0, 64, fan: null) with { FanRpm = 0 }));
        Assert.Equal(("critical", "! 0rpm"), (stopped.Css, stopped.Left));
        var silent = Tile(RigViews.Mining(new GpuReading { Index = 0 }));
        Assert.Equal(("none", "6m 00s"), (silent.Css, silent.Left));
        Assert.EndsWith(" for 6m 00s", silent.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_card_is_marked_before_anything_hashes_and_old_numbers_are_not()
    {
        Assert.Equal("× 6m 00s", Tile(new() { Sequence = 1, Gpus = [RigViews.Gpu(0, 50), s_dead] }, RigStatus.Starting).Left);
        Assert.Equal("6m 00s", Tile(RigViews.Mining(RigViews.Gpu(0, 85), s_dead), RigStatus.Offline).Left);
    }

    [Fact]
    public void A_stale_tile_says_how_old_its_numbers_are()
    {
        var tile = RigTile.Of(new RigFacts(RigViews.Of("oak-1", RigStatus.Stale, RigViews.Mining(RigViews.Gpu(0, 85)), TimeSpan.FromSeconds(19)), HeatBands.Default), RigViews.Now);
        Assert.Equal(("none stale", "19\u00a0s", RigViews.Now.AddSeconds(-19)), (tile.Css, tile.Seen, tile.SeenAt));
        Assert.NotNull(tile.Hash);
        Assert.Null(Tile(RigViews.Mining(RigViews.Gpu(0, 85))).SeenAt);
    }

    [Fact]
    public void A_tile_has_the_rule_of_its_symbol_but_one_of_a_rig_that_never_called()
    {
        Assert.Equal(("idle", "none"), Tile(RigStats.Empty, RigStatus.Idle) is var idle ? (idle.Status, idle.Css) : default);
        var unseen = RigTile.Of(new RigFacts(RigViews.Of("oak-1", RigStatus.Offline, neverSeen: true), HeatBands.Default), RigViews.Now);
        Assert.Equal(("new", "none new"), (unseen.Status, unseen.Css));
    }

    [Fact]
    public void A_processor_alone_is_marked_by_its_own_bands()
    {
        var tile = Tile(new() { Sequence = 1, CpuCelsius = 90, Work = [new() { Miner = "XMRig", Algorithm = "randomx", Hashrate = 9_000, CpuThreads = 16 }] });
        Assert.Equal(("hot", "▲ 90°"), (tile.Css, tile.Left));
    }
}
