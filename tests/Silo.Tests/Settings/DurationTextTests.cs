using BloxOs.Silo.Settings;

namespace BloxOs.Silo.Tests.Settings;

/// <summary>Bad-inputs 111.</summary>
[Trait("bad-input", "111")]
public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("5m", 300_000)]
    [InlineData("48h", 172_800_000)]
    [InlineData("99999d", 99_999L * 86_400_000)]
    public void A_number_and_a_unit(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData("5 m")]
    [InlineData(" 5m")]
    [InlineData("5M")]
    [InlineData("5.5m")]
    [InlineData("1e3s")]
    [InlineData("5 parsecs")]
    [InlineData("5m30s")]
    [InlineData("٣m")]
    [InlineData("00:05:00")]
    [InlineData("9223372036854775807d")]
    [InlineData("99999999999999999999s")]
    [InlineData("10675200d")]
    public void Anything_else_is_none(string text) => Assert.False(DurationText.TryParse(text, out _));
}
