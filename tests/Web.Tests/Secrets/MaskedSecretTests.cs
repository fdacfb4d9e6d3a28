using BloxOs.Web.Secrets;

namespace BloxOs.Web.Tests.Secrets;

public sealed class MaskedSecretTests
{
    [Theory, Trait("check", "34")]
    [InlineData(MaskedSecret.Mask, true, false)]
    [InlineData(null, false, true)]
    [InlineData("", false, true)]
    [InlineData("  spaces count  ", false, false)]
    public void What_comes_back_is_kept_removed_or_new(string? text, bool kept, bool removed)
    {
        Assert.True(MaskedSecret.TryRead(text, out var secret, out var wrong), wrong);
        Assert.Equal((kept, removed), (secret.IsKept, secret.IsRemoved));
        Assert.Equal(kept ? "stored" : removed ? null : "box of " + text, secret.Store("stored", new PlainBox(), SecretKind.BotToken));
        Assert.DoesNotContain("spaces", secret.ToString(), StringComparison.Ordinal);
    }

    [Theory, Trait("check", "34")]
    [InlineData(MaskedSecret.Mask + "x")]
    [InlineData("•")]
    [InlineData("two\nlines")]
    public void A_mask_that_was_typed_into_and_what_cannot_be_typed_is_told_of(string text)
    {
        Assert.False(MaskedSecret.TryRead(text, out var secret, out var wrong));
        Assert.NotEmpty(wrong);
        Assert.False(secret.IsKept);
    }

    [Fact, Trait("check", "34")]
    public void The_mask_says_nothing_of_what_is_stored()
    {
        Assert.Null(MaskedSecret.Of(null));
        Assert.Equal(MaskedSecret.Of("a"), MaskedSecret.Of(new string('x', 400)));
        Assert.False(MaskedSecret.TryRead(new string('x', MaskedSecret.MaxLength + 1), out _, out _));
    }

    /// <summary>Shows what it was given.</summary>
    sealed class PlainBox : ISecretBox
    {
        public string Protect(SecretKind kind, string plain) => "box of " + plain;

        public string? Unprotect(SecretKind kind, string stored) => Unprotect(kind, stored, out _);

        public string? Unprotect(SecretKind kind, string stored, out bool isOld)
        {
            isOld = false;
            return stored["box of ".Length..];
        }
    }
}
