using BloxOs.Web.History;

namespace BloxOs.Web.Tests.History;

/// <summary>The links beside charts: another stretch of time for those who have no mouse.</summary>
public sealed class HistoryBarTests
{
    static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    static HistoryBar Of(int fromHours, int toHours, string? preset = null) =>
        new("/p", new(s_now.AddHours(-fromHours), s_now.AddHours(-toHours), preset), false, "/p") { Now = s_now };

    static string Fixed(double fromHours, double toHours) => $"/p?from={s_now.AddHours(-fromHours).ToUnixTimeMilliseconds()}&to={s_now.AddHours(-toHours).ToUnixTimeMilliseconds()}";

    [Fact]
    public void A_range_that_ends_now_goes_back_and_closer_and_not_into_the_future()
    {
        var bar = Of(24, 0, "24h");
        Assert.Equal((Fixed(36, 12), Fixed(12, 0), null), (bar.Earlier, bar.Closer, bar.Later));
    }

    [Fact]
    public void A_fixed_range_goes_all_ways_and_ends_now_at_the_latest()
    {
        var bar = Of(10, 2);
        Assert.Equal((Fixed(14, 6), Fixed(8, 4), Fixed(14, 0)), (bar.Earlier, bar.Closer, bar.Wider));
        Assert.Equal(Fixed(8, 0), bar.Later);   // two of the four hours that half a screen is
    }

    [Fact]
    public void What_is_as_short_as_can_be_has_no_closer()
    {
        var bar = new HistoryBar("/p", new(s_now.AddMinutes(-1.5), s_now, null), null, "/p") { Now = s_now };
        Assert.Null(bar.Closer);
        Assert.Null(bar.Later);
    }
}
