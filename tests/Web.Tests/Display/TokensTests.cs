using System.Globalization;
using System.Text.RegularExpressions;

namespace BloxOs.Web.Tests.Display;

public sealed partial class TokensTests
{
    [Fact]
    public void Both_light_themes_are_the_same()
    {
        string css = File.ReadAllText(Path.Combine(WebRoot, "css", "tokens.css"));
        string bySystem = Block(css, """:root:not([data-theme="dark"]) {"""), byChoice = Block(css, """:root[data-theme="light"] {""");
        Assert.NotEmpty(byChoice);
        Assert.Equal(byChoice, bySystem);
    }

    /// <summary>WCAG AA by the numbers: axe-core sees neither text on hatching and gradients, nor lines that a canvas draws, nor what a farm happens not to show.</summary>
    [Theory]
    [InlineData(":root {")]
    [InlineData(""":root[data-theme="light"] {""")]
    public void Every_pair_of_colours_that_stand_on_each_other_differs_enough(string theme)
    {
        string css = File.ReadAllText(Path.Combine(WebRoot, "css", "tokens.css"));
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string block in new[] { Block(css, ":root {"), Block(css, theme) })
        {
            foreach (Match colour in Colour().Matches(block)) { colours[colour.Groups[1].Value] = colour.Groups[2].Value; }
        }
        string[] grounds = ["sunken", "bg", "surface", "raised", "list", "hover", "accent-quiet"];   // the last is that of chosen rows
        string[] words = ["text", "muted", "faint", "danger", "warn", "ok", "accent", "accent-strong", .. colours.Keys.Where(static name => name.StartsWith("s-", StringComparison.Ordinal))];
        string[] lines = ["c1", "c2", "c3", "c4", "c5", "c6", "fill-ok", "fill-warn", "fill-hot", "control"];
        string[] bands = ["cold", "good", "watch", "hot", "critical", "dead", "none"];
        Assert.Equal(8 + 9, words.Length);   // the nine states
        IEnumerable<(string Front, string Ground, double Least)> pairs =
        [
            .. words.SelectMany(word => grounds.Select(ground => (word, ground, 4.5))),
            .. bands.Select(static band => (band + "-fg", band + "-bg", 4.5)), ("dead-fg", "dead-hatch", 4.5),
            .. new[] { "danger", "warn", "ok" }.SelectMany(static kind => new[] { kind, "text", "muted" }.Select(word => (word, kind + "-quiet", 4.5))),
            ("danger-ink", "danger-fill", 4.5), ("accent-ink", "accent", 4.5),
            .. lines.Select(static line => (line, "surface", 3.0)),
        ];
        Assert.Empty(pairs.Select(pair => (pair, Contrast: Contrast(colours[pair.Front], colours[pair.Ground]))).Where(static one => one.Contrast < one.pair.Least).Select(static one => $"{one.pair.Front} on {one.pair.Ground}: {one.Contrast:0.00}"));
        Assert.InRange(Contrast("#767676", "#ffffff"), 4.54, 4.55);   // as everybody computes it
    }

    static double Contrast(string one, string other)
    {
        double[] light = [.. new[] { one, other }.Select(Light).Order()];
        return (light[1] + 0.05) / (light[0] + 0.05);
    }

    static double Light(string colour)
    {
        double[] parts = [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(static part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [Fact]
    public void Pages_carry_no_style_no_script_and_no_handler_of_their_own()
    {
        var pages = Directory.GetFiles(Path.Combine(WebRoot, "..", "Pages"), "*.cshtml", SearchOption.AllDirectories);
        Assert.NotEmpty(pages);
        foreach (string page in pages)
        {
            string text = File.ReadAllText(page);
            Assert.False(Inline().IsMatch(text), $"{page} has inline style or script, which the content security policy refuses: {Inline().Match(text).Value}");
        }
    }

    static string WebRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BloxOs.sln"))) { folder = folder.Parent; }
            return Path.Combine(folder!.FullName, "src", "Web", "wwwroot");
        }
    }

    static string Block(string css, string head)
    {
        int from = css.IndexOf(head, StringComparison.Ordinal) + head.Length;
        return Spaces().Replace(css[from..css.IndexOf('}', from)], " ").Trim();
    }

    [GeneratedRegex("--([a-z0-9-]+): *(#[0-9a-f]{6});")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
