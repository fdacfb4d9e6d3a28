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

    [Theory, Trait("check", "4")]
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

    [Theory, Trait("check", "4")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("LeaveMeAlone")]
    [InlineData("mailcreated5240")]
    [InlineData("butterfly-2024!")]
    [InlineData("dragonbutterfly")]
    [InlineData("Dragon butterfly")]
    public void One_of_the_most_common_passwords_is_refused_also_with_a_few_signs_around(string password) => Assert.NotNull(PasswordRules.Check(password));

    [Fact, Trait("check", "4")]
    public void The_list_is_long_enough() => Assert.True(CommonPasswords.Count >= 3_000, $"{CommonPasswords.Count}");

    [Fact, Trait("check", "3")]
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
