using BloxOs.Silo.Gateway;

namespace BloxOs.Silo.Tests.Gateway;

/// <summary>Bad-inputs 30.</summary>
public sealed class SampleClockTests
{
    static readonly DateTimeOffset Now = Samples.Now;

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000000000000000000")]
    [InlineData("1e400")]
    [InlineData("\"now\"")]
    [InlineData("null")]
    [InlineData("86400000")]
    [InlineData("4102444800000")]
    [InlineData("1795348800")]
    [InlineData("253402300799999")]
    public void A_time_that_can_not_be_gives_way_to_the_servers(string at)
    {
        var sample = Assert.Single(Samples.Read($$"""{"type":"stats","sequence":1,"at":{{at}},"uptimeSeconds":5}""").Samples);
        Assert.Equal((Now, true, 5L), (sample.At, sample.ClockSkewed, sample.UptimeSeconds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-119)]
    [InlineData(119)]
    [InlineData(-6 * 86_400)]
    public void A_sane_clock_is_believed(int seconds)
    {
        var at = Now.AddSeconds(seconds);
        Assert.Equal((at, false), new SampleClock(Now, TimeSpan.FromSeconds(1)).TimeOf(at.ToUnixTimeMilliseconds()));
    }

    [Theory]
    [InlineData(121)]
    [InlineData(-8 * 86_400)]
    public void Future_and_far_past_are_not(int seconds) =>
        Assert.Equal((Now, true), new SampleClock(Now, TimeSpan.Zero).TimeOf(Now.AddSeconds(seconds).ToUnixTimeMilliseconds()));

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    [InlineData(-200_000)]
    public void A_clock_that_is_off_is_put_right_by_what_the_hello_showed(int hours)
    {
        var agent = Now.AddHours(hours);
        var clock = new SampleClock(Now, SampleClock.OffsetOf(agent.ToUnixTimeMilliseconds(), Now));
        Assert.Equal((Now.AddMinutes(-5), true), clock.TimeOf(agent.AddMinutes(-5).ToUnixTimeMilliseconds()));
    }

    /// <summary>Hours off at the hello, seconds off at a heartbeat.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(-2, 0)]
    [InlineData(0, 7_200)]
    [InlineData(0, -7_200)]
    public void A_clock_that_is_set_is_followed_by_heartbeats(int hours, int seconds)
    {
        var hello = SampleClock.OffsetOf(Now.AddHours(hours).ToUnixTimeMilliseconds(), Now);
        var clock = new SampleClock(Now, SampleClock.Follow(hello, Now.AddSeconds(seconds).ToUnixTimeMilliseconds(), Now));
        Assert.Equal((Now.AddSeconds(-5), seconds != 0), clock.TimeOf(Now.AddSeconds(seconds - 5).ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void A_heartbeat_that_was_on_its_way_for_long_or_has_no_time_changes_nothing()
    {
        foreach (int seconds in (int[])[-119, 0, 119]) { Assert.Equal(TimeSpan.FromSeconds(1), SampleClock.Follow(TimeSpan.FromSeconds(1), Now.AddSeconds(seconds + 1).ToUnixTimeMilliseconds(), Now)); }
        long[] times = [long.MinValue, -1, 0, 253402300800000, long.MaxValue];
        foreach (long at in times) { Assert.Equal(TimeSpan.FromHours(3), SampleClock.Follow(TimeSpan.FromHours(3), at, Now)); }
        Assert.Equal(TimeSpan.Zero, SampleClock.Follow(TimeSpan.MaxValue, Now.ToUnixTimeMilliseconds(), Now));
        Assert.Equal(TimeSpan.MaxValue, SampleClock.Follow(TimeSpan.MaxValue, 0, Now));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_hello_without_a_time_leaves_only_the_servers(long hello) =>
        Assert.Equal((Now, true), new SampleClock(Now, SampleClock.OffsetOf(hello, Now)).TimeOf(Now.ToUnixTimeMilliseconds()));

    [Fact]
    public void No_pair_of_times_breaks_it()
    {
        long[] times = [long.MinValue, -1, 0, 1, 999, Now.ToUnixTimeMilliseconds(), 253402300799998, 253402300799999, 253402300800000, long.MaxValue];
        foreach (long hello in times)
        {
            foreach (long at in times)
            {
                var (time, _) = new SampleClock(Now, SampleClock.OffsetOf(hello, Now)).TimeOf(at);
                Assert.InRange(time, Now - SampleClock.OldestSample, Now + SampleClock.Tolerance);
            }
        }
    }
}
