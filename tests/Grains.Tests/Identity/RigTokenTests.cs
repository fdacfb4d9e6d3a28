using System.Security.Cryptography;
using System.Text;
using BloxOs.Grains.Identity;

namespace BloxOs.Grains.Tests.Identity;

public sealed class RigTokenTests
{
    const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. \n\u00E9";

    [Fact]
    public void A_token_names_its_rig_and_is_known_by_its_hash()
    {
        string id = OpaqueId.New(), text = RigToken.New(id);
        Assert.Equal(RigToken.Length, text.Length);
        Assert.StartsWith($"bxr_{id}_", text, StringComparison.Ordinal);
        var token = RigToken.Parse(text);
        Assert.NotNull(token);
        Assert.Equal(id, token.RigId);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(text)), token.Hash);
        Assert.Equal(token.Hash, RigToken.HashOf(text));
        Assert.NotEqual(text, RigToken.New(id));
    }

    /// <summary>Bad-inputs 3: a typing mistake is found without asking anybody.</summary>
    [Fact]
    public void Every_change_of_one_character_is_refused()
    {
        string text = RigToken.New(OpaqueId.New());
        for (int at = 0; at < text.Length; at++)
        {
            foreach (char c in Characters.Where(c => c != text[at]))
            {
                Assert.Null(RigToken.Parse(text[..at] + c + text[(at + 1)..]));
            }
        }
    }

    [Fact]
    public void Swapped_lost_and_added_characters_are_refused()
    {
        string text = RigToken.New(OpaqueId.New());
        for (int at = 0; at < text.Length - 1; at++)
        {
            Assert.Null(RigToken.Parse(text.Remove(at, 1)));
            Assert.Null(RigToken.Parse(text.Insert(at, "a")));
            if (text[at] != text[at + 1]) { Assert.Null(RigToken.Parse($"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}")); }
        }
    }

    /// <summary>Bad-inputs 2.</summary>
    [Theory]
    [InlineData("bxk_")]
    [InlineData("BXR_")]
    [InlineData("bxr-")]
    [InlineData("")]
    public void Other_kinds_of_secret_are_refused(string prefix) => Assert.Null(RigToken.Parse(prefix + RigToken.New(OpaqueId.New())[4..]));

    [Theory]
    [InlineData("")]
    [InlineData("bxr_")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x")]
    public void What_is_no_token_is_refused(string text) => Assert.Null(RigToken.Parse(text));

    [Fact]
    public void White_space_around_it_is_not_part_of_it()
    {
        string text = RigToken.New(OpaqueId.New());
        Assert.Null(RigToken.Parse(text + " "));
        Assert.Null(RigToken.Parse("\n" + text));
        Assert.Null(RigToken.Parse(new string('a', 1_000_000)));
    }
}
