using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;
using BloxOs.Web.Pages.Farms;

namespace BloxOs.Web.Tests.Display;

public sealed class HeatBandsTests
{
    [Theory]
    [InlineData(29, HeatBand.Cold)]
    [InlineData(30, HeatBand.Good)]
    [InlineData(59, HeatBand.Good)]
    [InlineData(60, HeatBand.Watch)]
    [InlineData(69, HeatBand.Watch)]
    [InlineData(70, HeatBand.Hot)]
    [InlineData(79, HeatBand.Hot)]
    [InlineData(80, HeatBand.Critical)]
    internal void The_core_has_its_bands(int celsius, HeatBand band) =>
        Assert.Equal(band, HeatBands.Default.Of(new GpuReading { CoreCelsius = (short)celsius }).Worst);

    [Theory]
    [InlineData(20, HeatBand.Good)]
    [InlineData(79, HeatBand.Good)]
    [InlineData(80, HeatBand.Watch)]
    [InlineData(89, HeatBand.Watch)]
    [InlineData(90, HeatBand.Hot)]
    [InlineData(99, HeatBand.Hot)]
    [InlineData(100, HeatBand.Critical)]
    internal void Memory_and_hotspot_have_theirs(int celsius, HeatBand band)
    {
        Assert.Equal(band, HeatBands.Default.Of(new GpuReading { MemoryCelsius = (short)celsius }).Worst);
        Assert.Equal(band, HeatBands.Default.Of(new GpuReading { HotspotCelsius = (short)celsius }).Worst);
    }

    [Theory]
    [InlineData(40, 75, HeatBand.Good)]
    [InlineData(40, 76, HeatBand.Watch)]
    [InlineData(40, 100, HeatBand.Hot)]
    [InlineData(59, 0, HeatBand.Good)]
    [InlineData(60, 0, HeatBand.Critical)]
    [InlineData(25, 30, HeatBand.Cold)]
    [InlineData(25, 80, HeatBand.Watch)]
    internal void A_fan_counts_and_a_stopped_one_only_when_it_is_warm(int core, int fan, HeatBand band) =>
        Assert.Equal(band, HeatBands.Default.Of(RigViews.Gpu(0, (short)core, fan: (byte)fan)).Worst);

    [Theory]
    [InlineData(60, null, 0, HeatBand.Critical)]      // it tells only how fast its fan turns
    [InlineData(59, null, 0, HeatBand.Good)]
    [InlineData(60, null, 900, HeatBand.Watch)]
    [InlineData(72, null, null, HeatBand.Hot)]        // no fan of its own: nothing that could stop
    [InlineData(60, 40, 0, HeatBand.Watch)]           // where there is a percentage, it decides
    [InlineData(60, 0, 1_200, HeatBand.Critical)]
    internal void A_fan_that_is_only_counted_in_turns_stops_as_well(int core, int? percent, int? turns, HeatBand band)
    {
        var gpu = RigViews.Gpu(0, (short)core, fan: (byte?)percent) with { FanRpm = (ushort?)turns };
        Assert.Equal(band, HeatBands.Default.Of(gpu).Worst);
        var rig = RigViews.Of("oak", RigStatus.Mining, RigViews.Mining(gpu));
        bool isCritical = band == HeatBand.Critical;
        Assert.Equal(isCritical ? RigNeed.Critical : core == 72 ? RigNeed.Hot : RigNeed.None, new RigFacts(rig, HeatBands.Default).Need);
        var cell = Assert.Single(GpuCell.Of(new(rig, HeatBands.Default)));
        Assert.Equal((band, isCritical), (cell.Band, cell.Fan.Strong));
        var row = Assert.Single(new RigPage(rig, RigViews.Now, HeatBands.Default).Gpus);
        Assert.Equal(isCritical, row.FanBand == HeatBand.Critical);
        if (percent is null) { Assert.Equal(turns switch { 0 => ("0rpm", "0\u00a0rpm"), 900 => ("0.9k", "900\u00a0rpm"), _ => ("–", "–") }, (cell.Fan.Text, row.Fan)); }
        if (isCritical) { Assert.Contains("fan stopped at 60 °C", Assert.Single(new RigPage(rig, RigViews.Now, HeatBands.Default).Troubles), StringComparison.Ordinal); }
    }

    [Fact]
    public void Without_a_reading_there_is_no_heat() => Assert.Equal(HeatBand.None, HeatBands.Default.Of(default).Worst);

    [Fact]
    public void A_dead_card_is_dead_whatever_it_reads()
    {
        var heat = HeatBands.Default.Of(new GpuReading { Fault = "Xid 79", CoreCelsius = 95 });
        Assert.Equal(HeatBand.Dead, heat.Worst);
    }

    [Fact]
    public void Only_the_readings_that_decide_are_strong()
    {
        var heat = HeatBands.Default.Of(RigViews.Gpu(3, 82, 96, 104, 100));
        Assert.True(heat.Decides(heat.Core));
        Assert.False(heat.Decides(heat.Hotspot));
        Assert.True(heat.Decides(heat.Memory));
        Assert.False(heat.Decides(heat.Fan));
        var good = HeatBands.Default.Of(RigViews.Gpu(0, 50, 60, 70));
        Assert.False(good.Decides(good.Core));
    }

    [Fact]
    public void A_farm_sets_its_own_and_the_longest_model_that_fits_a_card_counts()
    {
        var farm = new FarmSettings
        {
            Name = "x",
            Heat =
            [
                HeatRule.Default with { Core = new(50, 55, 65) },
                HeatRule.Default with { Model = "3080", Memory = new(90, 100, 106) },
                HeatRule.Default with { Model = "rtx 3080 ti", Memory = new(95, 105, 110) },
            ],
        };
        var bands = HeatBands.Of(farm);
        var inventory = new RigInventory
        {
            Gpus =
            [
                new() { Index = 0, Model = "NVIDIA GeForce RTX 3080" },
                new() { Index = 1, Model = "NVIDIA GeForce RTX 3080 Ti" },
                new() { Index = 2, Model = "AMD Radeon RX 6800" },
                new() { Index = 3 },
            ],
        };
        var rig = bands.ForRig(inventory);
        Assert.Equal(HeatBand.Watch, rig.Of(new GpuReading { Index = 0, MemoryCelsius = 92 }).Worst);
        Assert.Equal(HeatBand.Good, rig.Of(new GpuReading { Index = 1, MemoryCelsius = 92 }).Worst);
        Assert.Equal(HeatBand.Hot, rig.Of(new GpuReading { Index = 2, MemoryCelsius = 92 }).Worst);
        Assert.Equal(HeatBand.Watch, rig.Of(new GpuReading { Index = 2, CoreCelsius = 50 }).Worst);
        Assert.Equal(HeatBand.Good, rig.Of(new GpuReading { Index = 0, CoreCelsius = 50 }).Worst);
        Assert.Equal(HeatBand.Critical, rig.Of(new GpuReading { Index = 3, CoreCelsius = 65 }).Worst);
        Assert.Same(HeatBands.Default, HeatBands.Of(farm with { Heat = [] }).ForRig(inventory));
    }

    [Fact]
    public void What_a_model_leaves_open_is_as_every_card_also_when_that_changes()
    {
        var form = new HeatForm { Model = ["", "3080"], Core = ["", ""], Hotspot = ["", ""], Memory = ["", "90/100/106"], Fan = ["", ""], Accepted = ["", ""] };
        var rules = HeatRule.Check(form.Read([])!.Value);
        var card = new RigInventory { Gpus = [new() { Index = 0, Model = "NVIDIA GeForce RTX 3080" }] };
        var reading = new GpuReading { Index = 0, CoreCelsius = 56, HotspotCelsius = 78, MemoryCelsius = 88 };
        Assert.Equal(HeatBand.Good, HeatBands.Of(new() { Name = "x", Heat = rules }).ForRig(card).Of(reading).Worst);

        // The farm's row is changed later.
        var shown = HeatForm.Of(new() { Name = "x", Heat = rules });
        Assert.Equal(("", "90/100/106", ""), (HeatForm.At(shown.Core, 1), HeatForm.At(shown.Memory, 1), HeatForm.At(shown.Fan, 1)));
        var later = new HeatForm { Model = shown.Model, Core = ["50/55/65", .. shown.Core.Skip(1)], Hotspot = shown.Hotspot, Memory = ["70/75/80", .. shown.Memory.Skip(1)], Fan = ["40", .. shown.Fan.Skip(1)], Accepted = shown.Accepted };
        var heat = HeatBands.Of(new() { Name = "x", Heat = HeatRule.Check(later.Read([])!.Value) }).ForRig(card);
        Assert.Equal((HeatBand.Hot, HeatBand.Good), (heat.Of(reading).Core, heat.Of(reading).Memory));
        Assert.Equal(HeatBand.Critical, heat.Of(new GpuReading { Index = 0, CoreCelsius = 41, FanPercent = 0 }).Fan);
        Assert.Equal("every card: core 50/55/65, hotspot 80/90/100, memory 70/75/80, fan 40; 3080: memory 90/100/106", SettingsChanges.Heat(new() { Name = "x", Heat = HeatRule.Check(later.Read([])!.Value) }));
    }

    [Fact]
    public void A_model_that_says_nothing_is_as_every_card_where_a_shorter_name_fits_it_too()
    {
        var rules = HeatRule.Check([new() { Model = "3080", Core = new(50, 55, 65) }, new() { Model = "3080 Ti" }, new()]);
        Assert.Equal(["3080", "3080 Ti"], rules.Select(static rule => rule.Model));   // for every card it says nothing new
        var bands = HeatBands.Of(new() { Name = "x", Heat = rules });
        Assert.Equal((55, 70), (bands.OfModel("RTX 3080").Core.Hot, bands.OfModel("RTX 3080 Ti").Core.Hot));
        Assert.EndsWith("3080 Ti: as every card", SettingsChanges.Heat(new() { Name = "x", Heat = rules }), StringComparison.Ordinal);
    }

    /// <summary>980 of 1000, by the rule that holds for the rig.</summary>
    [Theory]
    [InlineData("RTX 3080", "RTX 3080", "warn", 99)]          // the model's
    [InlineData("RTX 3080", "RX 6800", "", 0)]                // of two kinds: the farm's
    [InlineData("RX 6800", "RX 6800", "", 0)]
    [InlineData("Arc A770", "Arc A770", "", 0)]               // a model that has no rule of its own for shares
    [InlineData("CMP 90HX", "CMP 90HX", "down", 98.5)]
    public void Accepted_shares_have_the_steps_of_the_model_of_all_cards_or_of_the_farm(string first, string second, string css, double limit)
    {
        var farm = new FarmSettings
        {
            Name = "x",
            Heat =
            [
                HeatRule.Default with { Accepted = new(97.5m, 96, 90) },
                HeatRule.Default with { Model = "3080", Accepted = new(99, 97, 95) },
                HeatRule.Default with { Model = "A770", Core = new(50, 55, 65) },
                HeatRule.Default with { Model = "90HX", Accepted = new(100, 99, 98.5m) },
            ],
        };
        var view = RigViews.Of("oak", RigStatus.Mining, RigViews.Mining(RigViews.Gpu(0, 50), RigViews.Gpu(1, 50)) with { Work = [RigViews.Work("kawpow", 1e6, [], accepted: 980, rejected: 20)] });
        view = view with { Description = view.Description with { Inventory = new() { Gpus = [new() { Index = 0, Model = first }, new() { Index = 1, Model = second }] } } };
        var facts = new RigFacts(view, HeatBands.Of(farm));
        var accepted = RigRow.Of(facts, RigViews.Now).Accepted!.Value;
        Assert.Equal((css, (decimal)limit), (accepted.Css, accepted.Limit));
        Assert.Equal(css == "down", facts.HasRejects);
        Assert.Equal("", FarmHead.Of("farm", "x", FarmTotals.None, farm, [facts]).Accepted!.Value.Css);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("99/97/95", true)]
    [InlineData(" 99.5 / 99.5 / 50 ", true)]
    [InlineData("99/97", false)]
    [InlineData("95/97/99", false)]
    [InlineData("100.1/97/95", false)]
    [InlineData("99/97/49.9", false)]
    [InlineData("99.55/97/95", false)]
    [InlineData("1e2/97/95", false)]
    [InlineData("99,5/97/95", false)]
    public void Steps_of_accepted_shares_are_three_falling_percentages(string text, bool good)
    {
        var form = new HeatForm { Model = [""], Core = [""], Hotspot = [""], Memory = [""], Fan = [""], Accepted = [text] };
        var errors = new Dictionary<int, string>();
        Assert.Equal(good, form.Read(errors) is { } rules && HeatRule.Check(rules).Length is 0 or 1);
        Assert.Equal(good, errors.Count == 0);
    }

    [Theory]
    [InlineData("60/70/80", true)]
    [InlineData(" 60 / 70 / 80 ", true)]
    [InlineData("", true)]
    [InlineData("60/70", false)]
    [InlineData("70/60/80", false)]
    [InlineData("60/70/131", false)]
    [InlineData("-60/70/80", false)]
    [InlineData("6e1/70/80", false)]
    [InlineData("<script>", false)]
    public void Bands_are_three_rising_numbers(string text, bool good)
    {
        var form = new HeatForm { Model = [""], Core = [text], Hotspot = [""], Memory = [""], Fan = [""] };
        var errors = new Dictionary<int, string>();
        Assert.Equal(good, form.Read(errors) is not null);
        Assert.Equal(good, errors.Count == 0);
    }
}
