using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class GpuTroubleTests
{
    [Fact]
    public void A_card_at_its_power_limit_has_no_trouble_and_a_hot_one_has()
    {
        Assert.Equal("", GpuTrouble.Of(new()));
        Assert.Equal("", GpuTrouble.Of(new() { ThrottleReasons = GpuThrottle.PowerLimit | GpuThrottle.Idle, EccUncorrected = 0 }));
        Assert.Equal(
            "held back by heat, held back by the power supply, Xid 31, 2 memory errors",
            GpuTrouble.Of(new() { ThrottleReasons = GpuThrottle.HardwareHeat | GpuThrottle.PowerBrake, LastXid = 31, EccUncorrected = 2 }));
    }
}
