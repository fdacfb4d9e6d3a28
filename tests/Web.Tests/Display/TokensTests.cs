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

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
