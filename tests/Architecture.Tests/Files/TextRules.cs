using System.Text.RegularExpressions;

namespace BloxOs.Architecture.Tests.Files;

/// <summary>Rules on the text of a file; each answers with what breaks it.</summary>
internal static partial class TextRules
{
    /// <summary>Most lines that a file may have.</summary>
    public const int MostLines = 400;

    /// <summary>One entry when the text is longer than <see cref="MostLines"/>.</summary>
    public static IEnumerable<string> TooLong(string text)
    {
        int lines = text.TrimEnd('\n').Count(c => c == '\n') + 1;
        return lines > MostLines ? [$"{lines} lines"] : [];
    }

    /// <summary>Colours in a style sheet: hexadecimal, functions, and the names that people reach for.</summary>
    public static IEnumerable<string> Colours(string css) => Colour().Matches(Comment().Replace(css, "")).Select(m => m.Value.Trim());

    /// <summary>Styles and scripts inside a page, which the content security policy forbids.</summary>
    public static IEnumerable<string> Inline(string cshtml) => InlineCode().Matches(cshtml).Select(m => m.Value.Trim());

    /// <summary>Code that stands right behind a word is no code to Razor but an e-mail address, and is shown as it is written.</summary>
    public static IEnumerable<string> CodeShownAsText(string cshtml) => WordBeforeCode().Matches(cshtml).Select(m => m.Value);

    /// <summary>Addresses: a lock file says what is used, not from where.</summary>
    public static IEnumerable<string> Addresses(string text) => Address().Matches(text).Select(m => m.Value);

    /// <summary>The two light blocks of tokens.css, as declarations in order.</summary>
    public static (string[] BySystem, string[] ByChoice) LightBlocks(string css) => (Declarations(css, SystemLight()), Declarations(css, ChosenLight()));

    static string[] Declarations(string css, Regex block) =>
        [.. Comment().Replace(block.Match(css).Groups["body"].Value, "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex(@"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|:\s*(?:white|black|red|green|blue|gr[ae]y|yellow|orange|purple)\b")]
    private static partial Regex Colour();

    [GeneratedRegex(@"<style\b|\sstyle\s*=|<script\b(?![^>]*\ssrc\s*=)[^>]*>|\son[a-z]+\s*=\s*[""']|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<![@.\w)])\w+@(?:if|foreach|for|switch|while|await|Model)\b")]
    private static partial Regex WordBeforeCode();

    [GeneratedRegex(@"[a-z+]+://[^""\s]+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@":root:not\(\[data-theme=""dark""\]\)\s*\{(?<body>[^}]*)\}")]
    private static partial Regex SystemLight();

    [GeneratedRegex(@":root\[data-theme=""light""\]\s*\{(?<body>[^}]*)\}")]
    private static partial Regex ChosenLight();
}
