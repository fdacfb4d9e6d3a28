using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class RigRowTests
{
    static RigRow Row(RigView view) => RigRow.Of(new(view, HeatBands.Default), RigViews.Now);

    [Fact]
    public void A_mining_rig_shows_its_numbers()
    {
        var row = Row(RigViews.Of("oak-07", RigStatus.Mining, RigViews.Mining([.. Enumerable.Range(0, 8).Select(i => RigViews.Gpu(i, 57, 69, 76))]), tags: "garage"));
        Assert.Equal("368.8", row.Hash!.Value.Number);
        Assert.Equal("205\u00a0kH/W", row.HashNote);
        Assert.Equal("1\u202f800", row.Power);
        Assert.Equal("4d 02:13", row.Uptime);
        Assert.Equal(new AcceptedShare("99.1", ""), row.Accepted);
        Assert.Equal("2\u00a0s", row.Seen);
        Assert.False(row.NeedsPerson);
        Assert.Equal(8, row.Gpus.Count);
        Assert.Equal("GPU 3: core 57, hotspot 69, memory 76 °C, fan 58 %, 46.1\u00a0MH/s", row.Gpus[3].Label);
    }

    /// <summary>Such a row does not grow: more cards than fit beside each other would be cut.</summary>
    [Theory]
    [InlineData(0, false, true)]
    [InlineData(8, false, true)]
    [InlineData(9, false, false)]
    [InlineData(2, true, false)]
    public void A_row_is_one_line_while_its_cards_fit(int gpus, bool cpu, bool isOne)
    {
        var stats = RigViews.Mining([.. Enumerable.Range(0, gpus).Select(i => RigViews.Gpu(i, 57))]);
        if (cpu) { stats = stats with { Work = [.. stats.Work, new() { Miner = "XMRig", Algorithm = "randomx", Hashrate = 19_600, CpuThreads = 16 }] }; }
        Assert.Equal(isOne, Row(RigViews.Of("oak", RigStatus.Mining, stats)).IsOneLine);
    }

    [Fact]
    public void Power_that_not_all_cards_tell_is_at_least_so_much_and_makes_no_efficiency()
    {
        GpuReading[] gpus = [.. Enumerable.Range(0, 8).Select(i => RigViews.Gpu(i, 57, watts: i < 2 ? 225 : null))];
        var row = Row(RigViews.Of("oak", RigStatus.Mining, RigViews.Mining(gpus)));
        Assert.Equal(("≥\u202f450", "–"), (row.Power, row.HashNote));
        // A dead card draws nothing and hashes nothing.
        gpus = [RigViews.Gpu(0, 57), new() { Index = 1, Fault = "lost" }];
        row = Row(RigViews.Of("oak", RigStatus.Mining, new() { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 46.1e6, gpus[..1])] }));
        Assert.Equal(("225", "205\u00a0kH/W"), (row.Power, row.HashNote));
        // A card that does not hash may keep its power to itself: the rest is judged by theirs.
        gpus = [RigViews.Gpu(0, 57), RigViews.Gpu(1, 40, watts: null)];
        row = Row(RigViews.Of("oak", RigStatus.Mining, new() { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 46.1e6, gpus[..1])] }));
        Assert.Equal(("≥\u202f225", "205\u00a0kH/W"), (row.Power, row.HashNote));
        // A processor that mines without telling its power.
        row = Row(RigViews.Of("oak", RigStatus.Mining, new() { Sequence = 1, Gpus = gpus[..1], Work = [new() { Algorithm = "randomx", Hashrate = 12_000, CpuThreads = 16 }] }));
        Assert.Equal(("≥\u202f225", "–"), (row.Power, row.HashNote));
    }

    [Fact]
    public void No_data_is_never_zero()
    {
        var row = Row(RigViews.Of("lab-01", RigStatus.Idle, new RigStats { Sequence = 1, Gpus = [new GpuReading { Index = 0 }] }));
        Assert.Null(row.Hash);
        Assert.Null(row.Power);
        Assert.Null(row.Accepted);
        Assert.Equal("–", row.Uptime);
        var cell = Assert.Single(row.Gpus);
        Assert.Equal("–", cell.Hash);
        Assert.Equal("–", cell.Fan.Text);
        Assert.All(cell.Temperatures, t => Assert.Equal("·", t.Text));
        Assert.Equal("GPU 0: no data", cell.Label);
        Assert.Equal(HeatBand.None, cell.Band);
    }

    [Fact]
    public void A_miner_at_zero_is_told_from_one_that_has_not_spoken()
    {
        GpuReading[] gpus = [RigViews.Gpu(0, 32)];
        var zero = Row(RigViews.Of("pine-11", RigStatus.Inactive, new RigStats { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 0, gpus)] }));
        Assert.True(zero.HashIsZero);
        Assert.Equal("0.0", zero.Hash!.Value.Number);
        Assert.Equal("for 6m 00s", zero.HashNote);
        Assert.True(zero.Gpus[0].HashIsZero);
        Assert.True(zero.NeedsPerson);

        var starting = Row(RigViews.Of("ash-01", RigStatus.Starting, new RigStats { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", null, gpus)] }));
        Assert.False(starting.HashIsZero);
        Assert.Null(starting.Hash);
        Assert.Equal("–", starting.Gpus[0].Hash);
        Assert.False(starting.NeedsPerson);
    }

    [Fact]
    public void A_silent_rig_shows_its_silence_and_its_last_words_instead_of_cells()
    {
        var stats = RigViews.Mining(RigViews.Gpu(0, 50, 60, 70), RigViews.Gpu(1, 60, 80, 104), new() { Index = 2, Fault = "Xid 79" });
        var row = Row(RigViews.Of("ash-04", RigStatus.Offline, stats, TimeSpan.FromSeconds(492)));
        Assert.True(row.IsSilent);
        Assert.Equal(("8m 12s", ""), (row.SilentFor, row.Ended));
        var cut = RigViews.Of("ash-04", RigStatus.Offline, stats, TimeSpan.FromSeconds(14));   // younger than what is stale: the row says why it is offline
        Assert.Equal("Connection lost.", Row(cut with { Reading = cut.Reading with { Ending = RigEnding.Broken } }).Ended);
        Assert.Equal("GPU 2 is dead: Xid 79; GPU 1 is critical: memory 104 °C", row.LastWords);
        Assert.Contains("the card is gone from the bus", row.LastWordsTitle, StringComparison.Ordinal);
        Assert.Null(row.Hash);
        Assert.Null(row.Power);
        Assert.Empty(row.Gpus);
        Assert.Equal("down", row.SeenCss);
        Assert.True(row.NeedsPerson);
    }

    [Fact]
    public void Rejects_are_told_of_a_rig_that_reports_and_of_one_that_is_silent()
    {
        GpuReading[] gpus = [RigViews.Gpu(0, 50)];
        var stats = new RigStats { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 1e6, gpus, 9_699, 301)] };
        Assert.Equal(["96.9 % of the shares accepted"], new RigPage(RigViews.Of("oak", RigStatus.Mining, stats), RigViews.Now, HeatBands.Default).Troubles);
        Assert.Equal("96.9 % of the shares accepted", Row(RigViews.Of("oak", RigStatus.Offline, stats, TimeSpan.FromMinutes(8))).LastWords);
        Assert.Empty(new RigPage(RigViews.Of("oak", RigStatus.Mining, stats with { Work = [RigViews.Work("kawpow", 1e6, gpus, 9_700, 300)] }), RigViews.Now, HeatBands.Default).Troubles);
    }

    [Fact]
    public void A_rig_that_never_called_is_not_called_offline()
    {
        var row = Row(RigViews.Of("new", RigStatus.Offline, neverSeen: true));
        Assert.Equal("not connected yet", row.StatusLabel);
        Assert.Equal("never", row.Seen);
        Assert.False(row.NeedsPerson);
    }

    [Fact]
    public void A_stale_rig_keeps_its_numbers_and_is_marked()
    {
        var row = Row(RigViews.Of("yew-01", RigStatus.Stale, RigViews.Mining(RigViews.Gpu(0, 50)), TimeSpan.FromSeconds(24)));
        Assert.Equal(" stale", row.Css);
        Assert.Equal("warn", row.SeenCss);
        Assert.NotNull(row.Hash);
        Assert.Single(row.Gpus);
    }

    [Fact]
    public void Dual_mining_shows_both_speeds_and_never_adds_them()
    {
        GpuReading[] gpus = [RigViews.Gpu(0, 50)];
        var stats = new RigStats { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("autolykos2", 1.02e9, gpus), RigViews.Work("kheavyhash", 2.74e9, gpus)] };
        var row = Row(RigViews.Of("fir-05", RigStatus.Mining, stats));
        Assert.Equal("1.02", row.Hash!.Value.Number);
        Assert.Equal("2.74", row.SecondHash!.Value.Number);
        Assert.Equal(("4.53M/W", "12.2M/W"), (row.PerWatt, row.SecondPerWatt));   // of 225 W each
        Assert.Equal("Autolykos2 + kHeavyHash", row.Mining);
        Assert.Equal((0, "Autolykos2 1.02\u00a0GH/s, kHeavyHash 2.74\u00a0GH/s"), (row.MoreSpeeds, row.SpeedsTitle));
    }

    [Fact]
    public void A_third_algorithm_is_told_in_its_own_unit_and_one_without_a_speed_takes_no_place()
    {
        GpuReading[] gpus = [RigViews.Gpu(0, 50)];
        var work = new[] { RigViews.Work("autolykos2", 1.02e9, gpus), RigViews.Work("kheavyhash", null, gpus), RigViews.Work("randomx", 19_600, []) };
        var row = Row(RigViews.Of("fir-05", RigStatus.Mining, new() { Sequence = 1, Gpus = gpus, Work = work }));
        Assert.Equal(("19.6", "kH/s", 1), (row.SecondHash!.Value.Number, row.SecondHash!.Value.Unit, row.MoreSpeeds));
        Assert.Equal("Autolykos2 1.02\u00a0GH/s, kHeavyHash no data, RandomX 19.6\u00a0kH/s", row.SpeedsTitle);
        var tile = RigTile.Of(new RigFacts(RigViews.Of("fir-05", RigStatus.Mining, new() { Sequence = 1, Gpus = gpus, Work = work }), HeatBands.Default), RigViews.Now);
        Assert.Equal(row.SpeedsTitle, tile.Speeds);
        Assert.Contains(row.SpeedsTitle!, tile.Label, StringComparison.Ordinal);
        var one = Row(RigViews.Of("oak", RigStatus.Mining, RigViews.Mining(gpus)));
        Assert.Equal((0, null), (one.MoreSpeeds, one.SpeedsTitle));
    }

    [Fact]
    public void Two_instances_of_one_algorithm_are_one_speed()
    {
        GpuReading[] first = [RigViews.Gpu(0, 50)], second = [RigViews.Gpu(1, 50)];
        var stats = new RigStats { Sequence = 1, Gpus = [.. first, .. second], Work = [RigViews.Work("kawpow", 40e6, first), RigViews.Work("kawpow", 44e6, second)] };
        var row = Row(RigViews.Of("mixed", RigStatus.Mining, stats));
        Assert.Equal("84.0", row.Hash!.Value.Number);
        Assert.Null(row.SecondHash);
        Assert.Equal("44.0", row.Gpus[1].Hash);
    }

    [Fact]
    public void A_mining_processor_has_a_cell_of_its_own()
    {
        var stats = new RigStats { Sequence = 1, CpuCelsius = 71, CpuWatts = 148, Work = [new() { Miner = "XMRig", Algorithm = "randomx", Hashrate = 19_600, CpuThreads = 16 }] };
        var row = Row(RigViews.Of("cpu-01", RigStatus.Mining, stats));
        Assert.Equal("CPU Ryzen 9 7950X: 71 °C, 19.6\u00a0kH/s", row.Cpu!.Label);
        Assert.Equal("16 of 32 threads", row.Cpu.Threads);
        Assert.Equal(HeatBand.Watch, row.Cpu.Band);
        Assert.Equal("132\u00a0H/W", row.HashNote);
    }

    [Fact]
    public void A_dead_card_says_why()
    {
        var cell = Row(RigViews.Of("fir-09", RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, 50), new() { Index = 3, Fault = "Xid 79" }))).Gpus[1];
        Assert.Equal("GPU 3: dead, Xid 79: the card is gone from the bus: riser, power cable or power supply, or too much overclock", cell.Label);
        Assert.Equal(("Xid 79", "Xid 79: the card is gone from the bus: riser, power cable or power supply, or too much overclock"), (cell.Fault, cell.FaultTitle));
        Assert.Equal(HeatBand.Dead, cell.Band);
        Assert.EndsWith("#gpu-3", cell.Href, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_shares_make_no_alarm()
    {
        GpuReading[] gpus = [RigViews.Gpu(0, 50)];
        AcceptedShare? Of(uint accepted, uint rejected) =>
            Row(RigViews.Of("x", RigStatus.Mining, new RigStats { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 1e6, gpus, accepted, rejected)] })).Accepted;
        Assert.Equal(new AcceptedShare("90.0", ""), Of(9, 1));
        Assert.Equal(new AcceptedShare("90.0", "down", 95), Of(90, 10));
        Assert.Null(Of(0, 0));
    }

    /// <summary>Of 10 000 judged shares.</summary>
    [Theory]
    [InlineData(10_000, "100", "", "", null)]
    [InlineData(9_999, "99.9", "", "", null)]
    [InlineData(9_900, "99.0", "", "", null)]
    [InlineData(9_899, "98.9", "warn", "▾", "Watch: fewer than 99 % of the shares are accepted")]
    [InlineData(9_500, "95.0", "warn", "▾", "Watch: fewer than 99 % of the shares are accepted")]
    [InlineData(9_499, "94.9", "down", "!", "Critical: fewer than 95 % of the shares are accepted")]
    public void Accepted_is_watched_below_99_percent_and_critical_below_95_and_says_so_without_colour(uint accepted, string text, string css, string mark, string? title)
    {
        var share = AcceptedShare.Of(new ShareCounts { Accepted = accepted, Rejected = 10_000 - accepted }, AcceptedSteps.Usual)!.Value;
        Assert.Equal((text, css, mark.Length > 0 ? mark + NumberText.Firm : "", title), (share.Text, share.Css, share.Mark, share.Title));
    }
}
