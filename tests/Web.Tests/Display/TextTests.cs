using BloxOs.TestServers;
using BloxOs.Web.Display;

namespace BloxOs.Web.Tests.Display;

public sealed class TextTests
{
    [Fact]
    public void Ages_and_durations_are_those_that_the_browser_lets_tick() =>
        Assert.All(AgeTable.Rows, static row => Assert.Equal(row, (row.Seconds, TimeText.Age(TimeSpan.FromSeconds(row.Seconds)), TimeText.Span(TimeSpan.FromSeconds(row.Seconds)))));

    [Theory]
    [InlineData(24, "24\u00a0s ago")]
    [InlineData(492, "8m ago")]
    public void Ages_that_stand_alone(int seconds, string expected) => Assert.Equal(expected, TimeText.Ago(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(834, "834\u00a0ms")]
    [InlineData(7_834, "7.8\u00a0s")]
    [InlineData(125_000, "2m 05s")]
    public void Runs(int milliseconds, string expected) => Assert.Equal(expected, TimeText.Took(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Uptimes()
    {
        Assert.Equal("0d 00:41", TimeText.Uptime(TimeSpan.FromMinutes(41)));
        Assert.Equal("4d 02:13", TimeText.Uptime(TimeSpan.FromSeconds(353_580)));
        Assert.Equal("10:21:40", TimeText.Runtime(new(10, 21, 40)));
        Assert.Equal("1d 00:00", TimeText.Runtime(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Numbers()
    {
        Assert.Equal("1\u202f805", NumberText.Whole(1805));
        Assert.Equal("–", NumberText.WholeOrNone(null));
        Assert.Equal(("27.3", "kW"), (PowerText.Of(27_341, isPartial: false)!.Number, PowerText.Of(27_341, isPartial: false)!.Unit));
        Assert.Equal("49\u00a0W", PowerText.Of(49.4, isPartial: false)!.ToString());
        Assert.Equal("1.0\u00a0kW", PowerText.Of(999.6, isPartial: false)!.ToString());
        Assert.Equal("≥\u202f850\u00a0W", PowerText.Of(850, isPartial: true)!.ToString());
        Assert.Null(PowerText.Of(null, isPartial: true));
        Assert.Equal("100", NumberText.Percent(100));
        Assert.Equal(["99.9", "99.9", "98.9", "94.9", "29.0", "0.0"], new[] { 99.98, 100 - 1e-12, 98.99, 94.99, 0.29 * 100, 0 }.Select(NumberText.Percent));
        Assert.Equal("10", NumberText.Gigabytes(10L << 30));
        Assert.Null(NumberText.Gigabytes(0));
    }

    [Fact]
    public void Cards_in_a_row_are_named_as_a_range()
    {
        Assert.Equal("0–2, 5", WorkCard.Ranges([0, 1, 2, 5]));
        Assert.Null(WorkCard.Ranges([]));
    }

    [Fact]
    public void A_processor_is_named_without_its_ballast()
    {
        Assert.Equal("Ryzen 9 7950X", CpuCell.ShortModel("AMD Ryzen 9 7950X 16-Core Processor"));
        Assert.Equal("Celeron G5905", CpuCell.ShortModel("Intel(R) Celeron(R) G5905 CPU @ 3.50GHz"));
    }
}
