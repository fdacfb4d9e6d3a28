using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class FarmHeadTests
{
    /// <summary>Power in watts times the price of a kWh; unknown is none, and no power that is told is none, too.</summary>
    [Theory]
    [InlineData(15_333.0, 0.12, false, "1.84\u00a0EUR")]
    [InlineData(15_333.0, 0.12, true, "≥\u202f1.84\u00a0EUR")]
    [InlineData(100.0, 0.123456, false, "0.0123\u00a0EUR")]
    [InlineData(0.0, 0.12, false, "0.00\u00a0EUR")]
    [InlineData(null, 0.12, false, null)]
    [InlineData(15_333.0, null, false, null)]
    public void Cost_per_hour_is_power_times_price(double? watts, double? price, bool isPartial, string? cost)
    {
        var settings = new FarmSettings { Name = "Garage North", PricePerKilowattHour = (decimal?)price, Currency = price is null ? null : "EUR" };
        Assert.Equal(cost, new FarmHead("farm", "Garage North", new() { PowerWatts = watts, IsPowerPartial = isPartial }, settings).CostPerHour);
    }

    /// <summary>Of twelve rigs nine mine and two do not: the twelfth must be named, or the sum does not add up.</summary>
    [Fact]
    public void A_rig_that_people_work_on_is_counted_as_that()
    {
        RigFacts[] rigs = [.. new[] { RigStatus.Mining, RigStatus.Maintenance, RigStatus.Idle, RigStatus.Offline }.Select(static (status, i) => new RigFacts(RigViews.Of("rig-" + i, status, RigStats.Empty), HeatBands.Default))];
        Assert.Equal(1, FarmHead.Of("farm", "x", FarmTotals.None, null, rigs).RigsInMaintenance);
        Assert.Equal(1, ChipCount.Of(rigs).Single(static chip => chip.Key == "idle").Count);
    }

    /// <summary>Of all shares together, not the mean of the rigs' percentages; those of a rig that is away are of another time.</summary>
    [Fact]
    public void Accepted_is_of_the_shares_of_all_rigs_that_report_and_open_problems_are_counted_by_kind()
    {
        static RigFacts Rig(string name, RigStatus status, uint accepted, uint rejected, short core = 50)
        {
            GpuReading[] gpus = [RigViews.Gpu(0, core)];
            return new(RigViews.Of(name, status, new RigStats { Sequence = 1, Gpus = gpus, Work = [RigViews.Work("kawpow", 1e6, gpus, accepted, rejected)] }, TimeSpan.FromMinutes(status == RigStatus.Offline ? 8 : 0)), HeatBands.Default);
        }
        var head = FarmHead.Of("farm", "x", FarmTotals.None, null, [Rig("a", RigStatus.Mining, 9_900, 100), Rig("b", RigStatus.Mining, 60, 40, core: 85), Rig("away", RigStatus.Offline, 0, 10_000), Rig("gone", RigStatus.Offline, 0, 1)]);
        Assert.Equal("98.6", head.Accepted!.Value.Text);
        Assert.Equal((3, "2 offline, 1 critical"), (head.Problems, head.ProblemWords));
        Assert.Null(FarmHead.Of("farm", "x", FarmTotals.None, null, []).Accepted);
    }

    [Fact]
    public void A_farm_without_settings_has_no_cost() => Assert.Null(new FarmHead("farm", "Garage North", new() { PowerWatts = 1_000 }).CostPerHour);
}
