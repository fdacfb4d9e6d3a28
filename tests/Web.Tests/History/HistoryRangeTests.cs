using BloxOs.Web.History;

namespace BloxOs.Web.Tests.History;

public sealed class HistoryRangeTests
{
    static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_preset_ends_now_and_comes_back_from_its_own_query()
    {
        foreach (var (key, _, length) in HistoryRange.Presets)
        {
            var range = HistoryRange.Read(key, null, null, s_now)!;
            Assert.Equal((s_now - length, s_now, "range=" + key), (range.From, range.To, range.Query));
        }
        Assert.Equal(HistoryRange.Usual, HistoryRange.Read(null, null, null, s_now)!.Preset);
    }

    [Fact]
    public void A_fixed_range_is_read_as_it_is_written()
    {
        var range = HistoryRange.Read(null, "1764417600000", "1764421200000", s_now)!;
        Assert.Equal((null, TimeSpan.FromHours(1), "from=1764417600000&to=1764421200000"), (range.Preset, range.Length, range.Query));
        Assert.Equal(range.Points, HistoryRange.Read("24h", null, null, s_now)!.Points);
        Assert.True(HistoryRange.Read("1y", null, null, s_now)!.Points < range.Points);
    }

    [Theory]
    [InlineData("2h", null, null), InlineData("", null, null), InlineData(null, "1764417600000", null), InlineData(null, null, "1764417600000")]
    [InlineData(null, "1764417600000", "1764417600000"), InlineData(null, "1764421200000", "1764417600000"), InlineData(null, "1764417600000", "1764417659999")]
    [InlineData(null, "0", "1764417600000"), InlineData(null, "-1", "5"), InlineData(null, "1e12", "2e12"), InlineData(null, "99999999999999999999", "99999999999999999999")]
    [InlineData(null, "253402300800000", "253402300900000"), InlineData(null, "2026-11-29", "2026-11-30")]
    public void What_is_no_range_is_refused(string? range, string? from, string? to) => Assert.Null(HistoryRange.Read(range, from, to, s_now));
}
