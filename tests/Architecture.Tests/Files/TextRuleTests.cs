namespace BloxOs.Architecture.Tests.Files;

/// <summary>Each rule finds what it is for, and leaves alone what only looks like it.</summary>
public class TextRuleTests
{
    [Theory, InlineData(400, 0), InlineData(401, 1)]
    public void Length(int lines, int faults)
        => Assert.Equal(faults, TextRules.TooLong(string.Concat(Enumerable.Repeat("x\n", lines))).Count());

    [Theory]
    [InlineData("a { color: #fff; }"), InlineData("a { color: #4fd4dc80 }"), InlineData("a { background: rgb(0 0 0 / .5); }")]
    [InlineData("a { color: oklch(70% .1 200); }"), InlineData("a { border: 1px solid var(--x); color: white; }")]
    public void Colour_is_found(string css) => Assert.Single(TextRules.Colours(css));

    [Theory]
    [InlineData("#add { color: var(--text); }"), InlineData("/* #fff */ a { color: currentColor }"), InlineData("a { color: color-mix(in srgb, currentColor 34%, transparent); }")]
    public void No_colour_is_found(string css) => Assert.Empty(TextRules.Colours(css));

    [Theory]
    [InlineData("<p style=\"color: red\">"), InlineData("<style>"), InlineData("<script>go()</script>"), InlineData("<a onclick=\"go()\">")]
    [InlineData("<script defer>"), InlineData("<a href=\"javascript:go()\">")]
    public void Inline_code_is_found(string html) => Assert.NotEmpty(TextRules.Inline(html));

    [Theory]
    [InlineData("<script src=\"~/js/live.js\" defer></script>"), InlineData("<p class=\"style\">"), InlineData("<input data-on=\"x\" name=\"one\">")]
    public void No_inline_code_is_found(string html) => Assert.Empty(TextRules.Inline(html));

    [Theory]
    [InlineData("<label>Port@if (p > 0) {<i>optional</i>}</label>", 1), InlineData("<b>rigs@Model.Count</b>", 1)]
    [InlineData("<label>Port @if (p > 0) {<i>optional</i>}</label>", 0), InlineData("@Model.Label@if (x) {<i></i>}", 0), InlineData("@(id)@if (x) {<i></i>}", 0)]
    public void Code_that_would_be_shown_is_found(string cshtml, int faults) => Assert.Equal(faults, TextRules.CodeShownAsText(cshtml).Count());

    [Fact]
    public void Address_is_found()
        => Assert.Equal(["https://example.com/a.tgz"], TextRules.Addresses("\"resolved\": \"https://example.com/a.tgz\", \"version\": \"1.0\""));

    [Fact]
    public void A_difference_of_the_light_blocks_is_found()
    {
        var (bySystem, byChoice) = TextRules.LightBlocks(
            """
            @media (prefers-color-scheme: light) { :root:not([data-theme="dark"]) { --a: #fff; /* why */ --b: #000; } }
            :root[data-theme="light"] { --a: #fff; --b: #111; }
            """);
        Assert.Equal(["--a: #fff", "--b: #000"], bySystem);
        Assert.Equal(["--a: #fff", "--b: #111"], byChoice);
    }
}
