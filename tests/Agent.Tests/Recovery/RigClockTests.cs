using BloxOs.Agent.Recovery.State;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class RigClockTests
{
    static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    [Theory]
    [InlineData("a", 3, 10)] // the same boot goes on: 2 h passed since the note
    [InlineData("b", 3, 11)] // another boot: its whole uptime is new
    [InlineData(null, 3, 8)] // nobody knows: nothing passed
    [InlineData("a", 0.5, 8)] // the same boot with less uptime cannot be
    public void It_goes_on_after_a_restart_and_after_a_boot(string? boot, double uptime, double expected)
    {
        var up = Hours(uptime);
        var clock = new RigClock(new(Hours(8), "a", Hours(1)), boot, () => up);
        Assert.Equal(Hours(expected), clock.Now);
        up += Hours(1);
        Assert.Equal(Hours(expected + 1), clock.Now);
    }

    [Fact]
    public void It_begins_at_nothing()
    {
        var up = Hours(100);
        var clock = new RigClock(null, "a", () => up);
        Assert.Equal(TimeSpan.Zero, clock.Now);
        up += Hours(1);
        Assert.Equal(new(Hours(1), "a", Hours(101)), clock.Note());
    }
}
