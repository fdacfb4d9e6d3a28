using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

/// <summary>A card's details.</summary>
public sealed class GpuFactsTests
{
    [Fact]
    public void What_is_not_told_is_not_there() => Assert.Empty(GpuFacts.Of(null, new() { Index = 3 }, RigStats.Empty));

    [Fact]
    public void What_is_told_is_in_words()
    {
        var card = new GpuDescription
        {
            Index = 3, BusId = "0000:05:00.0", Uuid = "GPU-1", Model = "NVIDIA GeForce RTX 3080", Board = "EVGA", MemoryBytes = 10L << 30, MemoryVendor = "samsung", Vbios = "94.02.42.40.90", Driver = "550.90.07",
            PowerLimitMinWatts = 100, PowerLimitDefaultWatts = 320, PowerLimitMaxWatts = 336, PcieGenerationMax = 4, PcieWidthMax = 16,
        };
        var reading = new GpuReading
        {
            Index = 3, ThrottleReasons = GpuThrottle.PowerLimit | GpuThrottle.Heat, LastXid = 31, EccCorrected = 4, EccUncorrected = 1, PcieGeneration = 1, PcieWidth = 1, PcieReplays = 12_000, FanPercent = 0, FanRpm = 1400, UtilizationPercent = 99,
        };
        var work = RigViews.Work("kawpow", 46.1e6, [reading]);
        var facts = GpuFacts.Of(card, reading, new() { Work = [work] }).ToDictionary(f => f.Title);
        Assert.Equal("EVGA, NVIDIA GeForce RTX 3080", facts["Card"].Text);
        Assert.Equal("10 GB, samsung", facts["Memory"].Text);
        Assert.Equal("94.02.42.40.90", facts["VBIOS"].Text);
        Assert.Equal(("PCIe 1.0 x1 of x16", false), (facts["Link"].Text, facts["Link"].IsBad));
        Assert.Equal("12\u202f000", facts["Packets sent again"].Text);
        Assert.Equal(("its power limit, heat, says the driver", true), (facts["Held back by"].Text, facts["Held back by"].IsBad));
        Assert.Equal(("31: a program used memory that is not its own: overclock of the memory, or the miner", true), (facts["Last Xid"].Text, facts["Last Xid"].IsBad));
        Assert.Equal(("4 corrected, 1 not", true), (facts["Memory errors"].Text, facts["Memory errors"].IsBad));
        Assert.Equal("100 W least, 320 W by default, 336 W most", facts["Power limits"].Text);
        Assert.Equal("0 %, 1\u202f400 rpm", facts["Fan"].Text);
        Assert.Equal(("KawPow, 46.1\u00a0MH/s", false), (facts["T-Rex 0.26.8"].Text, facts["T-Rex 0.26.8"].IsBad));
    }

    [Fact]
    public void A_power_limit_that_holds_a_card_back_is_what_miners_want()
    {
        var fact = Assert.Single(GpuFacts.Of(null, new() { ThrottleReasons = GpuThrottle.PowerLimit }, RigStats.Empty));
        Assert.Equal(("its power limit", false), (fact.Text, fact.IsBad));
        Assert.Equal("nothing", Assert.Single(GpuFacts.Of(null, new() { ThrottleReasons = GpuThrottle.None }, RigStats.Empty)).Text);
    }
}
