using BloxOs.Grains.Farms;
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

    [Fact]
    public void A_farm_without_settings_has_no_cost() => Assert.Null(new FarmHead("farm", "Garage North", new() { PowerWatts = 1_000 }).CostPerHour);
}
