using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

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
    [InlineData(90, HeatBand.Hot)]
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
}
