using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Tests.Rigs;

/// <summary>Bad-inputs 39 and 73.</summary>
public sealed class RigNameTests
{
    [Theory]
    [InlineData("rig 1", "rig 1")]
    [InlineData("  rig\t", "rig")]
    [InlineData("../../x", "../../x")]
    [InlineData("CON", "CON")]
    [InlineData("';--", "';--")]
    [InlineData("$(reboot)", "$(reboot)")]
    [InlineData("<img onerror>{{=cmd()@everyone", "<img onerror>{{=cmd()@everyone")]
    [InlineData("Ёж 漢 🔥", "Ёж 漢 🔥")]
    public void Any_readable_text_is_a_name(string text, string name) => Assert.Equal(name, RigName.Check(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t \u3000")]
    [InlineData("a\nb")]
    [InlineData("a\r\nBcc: x")]
    [InlineData("a\0")]
    [InlineData("a\u001B[31m")]
    [InlineData("a\u0085b")]
    [InlineData("abc\u202Etxt")]
    [InlineData("\u2066a")]
    [InlineData("a\u200Fb")]
    [InlineData("a\uFFFDb")]
    public void Empty_and_invisible_is_none(string? text) => Assert.Throws<ArgumentException>(() => RigName.Check(text));

    [Fact]
    public void The_length_is_bounded()
    {
        Assert.Equal(new string('x', RigName.MaxLength), RigName.Check(new string('x', RigName.MaxLength) + " "));
        Assert.Contains("65", Assert.Throws<ArgumentException>(() => RigName.Check(new string('x', RigName.MaxLength + 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RigName.Check(new string('x', 10_001)));
    }
}
