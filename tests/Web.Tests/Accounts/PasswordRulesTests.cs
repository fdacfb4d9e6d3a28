using BloxOs.Web.Accounts;

namespace BloxOs.Web.Tests.Accounts;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("tangled lantern over nine")]
    [InlineData("korrekt pferd batterie heft")]
    [InlineData("Vq8#nLz0pW!t")]
    [InlineData("пароль который никто не знает")]
    [InlineData(" leading and trailing kept ")]
    public void What_nobody_would_guess_is_taken(string password) => Assert.Null(PasswordRules.Check(password, "mara@example.org", "Mara"));

    [Theory]
    [InlineData("short words")]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd12345678")]
    [InlineData("qwertyuiop123")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabcabc")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("12345678901234")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("bloxosbloxos2026!")]
    [InlineData("Lindqvist2026!!")]
    [InlineData("garagenorth1!")]
    [InlineData("Summer2026Summer1!")]
    [InlineData("has a \0 character inside")]
    public void What_is_guessed_first_is_refused(string password) =>
        Assert.NotNull(PasswordRules.Check(password, "mara@example.org", "Mara Lindqvist", "Garage North"));

    [Fact]
    public void The_length_is_counted_in_characters_that_a_person_sees_and_bounded()
    {
        Assert.NotNull(PasswordRules.Check("👩‍🌾👩‍🌾👩‍🌾👩‍🌾"));
        var squares = string.Concat(Enumerable.Range(123, 200).Select(static number => $"{number * number}"));
        Assert.Null(PasswordRules.Check(squares[..64]));
        var longest = squares[..PasswordRules.MaxLength];
        Assert.Null(PasswordRules.Check(longest));
        Assert.NotNull(PasswordRules.Check(longest + "x"));
    }
}
