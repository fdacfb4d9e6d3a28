using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Tests.Identity;

public sealed class OpaqueIdTests
{
    [Fact]
    public void Ids_are_valid_and_never_the_same()
    {
        var ids = Enumerable.Range(0, 1_000).Select(static _ => OpaqueId.New()).ToList();
        Assert.All(ids, static id => Assert.True(OpaqueId.IsValid(id), id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        // 128 bits, so 25 whole characters vary over the whole alphabet, and the last carries three bits.
        Assert.All(Enumerable.Range(0, 25), at => Assert.Equal(32, ids.Select(id => id[at]).Distinct().Count()));
        Assert.Equal(8, ids.Select(static id => id[25]).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abcdefghijklmnopqrstuvwxy")]
    [InlineData("abcdefghijklmnopqrstuvwxyza")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("abcdefghijklmnopqrstuvwxy1")]
    [InlineData("../../../../../etc/passwd0")]
    public void Other_text_is_no_id(string? text) => Assert.False(OpaqueId.IsValid(text));
}
