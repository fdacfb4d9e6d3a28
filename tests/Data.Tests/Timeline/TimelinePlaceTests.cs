using BloxOs.Data.Timeline;

namespace BloxOs.Data.Tests.Timeline;

public sealed class TimelinePlaceTests
{
    [Theory]
    [InlineData(null), InlineData(""), InlineData("."), InlineData("1"), InlineData("1."), InlineData(".1"), InlineData("-1.2"), InlineData("1.2.3"), InlineData("99999999999999999999.1"), InlineData("1 .2")]
    public void What_is_no_place_is_not_read(string? text) => Assert.Null(TimelinePlace.Read(text));

    [Fact]
    public void A_place_is_read_as_it_was_written() => Assert.Equal(new TimelinePlace(1764417600123, 42), TimelinePlace.Read(new TimelinePlace(1764417600123, 42).ToString()));
}
