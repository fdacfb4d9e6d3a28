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
    [InlineData(65, false, "watch", "· 65°")]
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
        Assert.Equal(("idle", "none new"), (unseen.Status, unseen.Css));
    }

    [Fact]
    public void A_processor_alone_is_marked_by_its_own_bands()
    {
        var tile = Tile(new() { Sequence = 1, CpuCelsius = 90, Work = [new() { Miner = "XMRig", Algorithm = "randomx", Hashrate = 9_000, CpuThreads = 16 }] });
        Assert.Equal(("hot", "▲ 90°"), (tile.Css, tile.Left));
    }
}
