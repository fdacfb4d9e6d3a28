using BloxOs.Grains.Users;

namespace BloxOs.Grains.Tests.Users;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("mara@example.org", "mara@example.org")]
    [InlineData("  Mara.L+rigs@Example.ORG ", "mara.l+rigs@example.org")]
    [InlineData("root@localhost", "root@localhost")]
    public void Spellings_of_one_address_are_one(string text, string normalised)
    {
        Assert.True(EmailAddress.TryNormalise(text, out var found));
        Assert.Equal(normalised, found);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("mara")]
    [InlineData("@example.org")]
    [InlineData("mara@")]
    [InlineData("mara@@example.org")]
    [InlineData("mara@exa mple.org")]
    [InlineData("mara@example..org")]
    [InlineData("mara@.example.org")]
    [InlineData("mara@example.org\r\nBcc: x@example.org")]
    [InlineData("mаra@example.org")]   // a Cyrillic a
    [InlineData("<mara@example.org>")]
    public void Other_text_is_none(string? text) => Assert.False(EmailAddress.TryNormalise(text, out _));

    [Fact]
    public void Too_long_ones_are_none()
    {
        Assert.False(EmailAddress.TryNormalise(new string('a', 65) + "@example.org", out _));
        Assert.False(EmailAddress.TryNormalise("a@" + new string('b', EmailAddress.MaxLength), out _));
    }
}
