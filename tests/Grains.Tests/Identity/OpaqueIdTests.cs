using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Tests.Identity;

public sealed class OpaqueIdTests
{
    [Fact]
    public void Ids_are_valid_and_differ()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => OpaqueId.New()).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(10_000, ids.Count);
        Assert.All(ids, id => Assert.True(OpaqueId.IsValid(id)));
        for (int at = 0; at < OpaqueId.Length - 1; at++) { Assert.InRange(ids.Select(id => id[at]).Distinct().Count(), 32, 32); }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abcdefghijklmnopqrstuvwxy")]
    [InlineData("abcdefghijklmnopqrstuvwxyza")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("abcdefghijklmnopqrstuvwxy1")]
    [InlineData("abcdefghijklmnopqrstuvwxy/")]
    [InlineData("abcdefghijklmnopqrstuvwxy２")]
    public void Other_texts_are_none(string? text) => Assert.False(OpaqueId.IsValid(text));
}
