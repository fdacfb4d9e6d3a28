using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>
/// Looks at pages as people with small, usual and large screens see them, in both themes. Nothing may stick out to the side, no rule of accessibility may be broken, and the browser may complain of
/// nothing. With the environment variable BLOXOS_PICTURES every picture is kept in that folder, to be looked at.
/// </summary>
internal sealed partial class Gallery(Visitor visitor)
{
    /// <summary>The one that pages come in, then the other: a page is loaded once and changes its clothes.</summary>
    static readonly string[] s_themes = ["dark", "light"];

    /// <summary>Pages that are looked at on a phone every day: there the rules of accessibility are checked as well.</summary>
    static readonly HashSet<string> s_pocket =
    [
        "/", "/sign-in", "/farms/{}", "/farms/{}/charts", "/farms/{}/settings", "/farms/{}/batch", "/rigs/{}", "/rigs/{}/charts", "/rigs/{}/commands", "/rigs/{}/confirm", "/rigs/{}/work", "/rigs/{}/miners/{}", "/account", "/audit",
    ];

    const int Phone = 390;

    static readonly (int Width, int Height)[] s_screens = [(Phone, 844), (1280, 800), (1920, 1080)];

    /// <summary>The width at which the rules of accessibility are checked: a laptop's, at which everything is shown.</summary>
    const int Checked = 1280;

    static readonly string? s_folder = Environment.GetEnvironmentVariable("BLOXOS_PICTURES");

    readonly List<string> _faults = [];
    readonly HashSet<string> _seen = [];

    /// <summary>What is wrong, by page.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Paths that were shown, with {} in the place of every id.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>Opens a page and looks at it. An error page is opened like any other.</summary>
    public async Task ShowAsync(string path, string? name = null)
    {
        var answer = await visitor.OpenAsync(path);
        await LookAsync(name ?? NameOf(path), answer is { Status: >= 400 });
    }

    /// <summary>Looks at what is shown now.</summary>
    public async Task LookAsync(string name, bool isError = false)
    {
        await visitor.Page.LoadedAsync();   // with its style sheets
        _seen.Add(PatternOf(new Uri(visitor.Page.Url).AbsolutePath));
        bool isPocket = s_pocket.Contains(PatternOf(new Uri(visitor.Page.Url).AbsolutePath));
        foreach (string theme in s_themes)
        {
            await visitor.Page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
            bool isFirst = theme == s_themes[0];
            foreach (var (width, height) in s_screens)
            {
                bool isChecked = width == Checked || (width == Phone && isPocket);
                if (!isFirst && !isChecked && s_folder is null) { continue; }
                await visitor.Page.SetViewportSizeAsync(width, height);
                if (isFirst && await visitor.Page.EvaluateAsync<string?>(Sticking) is { } sticking) { _faults.Add($"{name} is wider than {width} px: {sticking}"); }
                // Another theme is other colours and nothing else.
                if (isChecked) { _faults.AddRange((await Axe.ViolationsAsync(visitor.Page, colorsOnly: !isFirst)).Select(one => $"{name}, {theme}, {width} px: {one}")); }
                if (s_folder is not null) { await KeepAsync($"{name}-{width}-{theme}.png"); }
            }
        }
        await visitor.Page.EvaluateAsync($"document.documentElement.dataset.theme = '{s_themes[0]}'");
        if (isPocket) { await EnlargeAsync(name); }
        // That the page itself is an error is what the browser says of it, too.
        _faults.AddRange(visitor.Complaints.Where(one => !isError || !one.StartsWith("Failed to load resource", StringComparison.Ordinal)).Select(one => $"{name}: {one}"));
        visitor.Complaints.Clear();
    }

    /// <summary>As somebody sees it who enlarges a laptop's screen to 200 %, and with the wider text that WCAG 1.4.12 asks for: still nothing sticks out.</summary>
    async Task EnlargeAsync(string name)
    {
        foreach (var (way, width, height, rules) in new[] { ("zoomed", 640, 400, ""), ("spaced", 1280, 800, WideText) })
        {
            await visitor.Page.SetViewportSizeAsync(width, height);
            await visitor.Page.EvaluateAsync("rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }", rules);
            if (await visitor.Page.EvaluateAsync<string?>(Sticking) is { } sticking) { _faults.Add($"{name}, {way}, is wider than {width} px: {sticking}"); }
            if (s_folder is not null) { await KeepAsync($"{name}-{way}.png"); }
        }
        await visitor.Page.EvaluateAsync("document.adoptedStyleSheets = []");
    }

    /// <summary>Follows every link of our own from here, one of each kind, and looks at what is there.</summary>
    public async Task CrawlAsync(string start)
    {
        var waiting = new Queue<string>([start]);
        var known = new HashSet<string>([PatternOf(start)]);
        while (waiting.TryDequeue(out string? path))
        {
            await ShowAsync(path);
            foreach (string link in await LinksAsync(visitor)) { if (known.Add(PatternOf(link))) { waiting.Enqueue(link); } }
        }
    }

    /// <summary>Links to pages of our own on the page that is shown.</summary>
    public static async Task<IEnumerable<string>> LinksAsync(Visitor visitor) =>
        (await visitor.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map(a => a.getAttribute('href'))")).Where(link => !NoPage().IsMatch(link));

    /// <summary>A path with {} for every id.</summary>
    public static string PatternOf(string path) => Id().Replace(path.Split('?', '#')[0], "/{}").TrimEnd('/') is { Length: > 0 } pattern ? pattern : "/";

    async Task KeepAsync(string file)
    {
        Directory.CreateDirectory(s_folder!);
        // Its way to hide the caret is a style that our policy refuses.
        // One that grows meanwhile, as a miner's log does, would be cut at its end: it is taken again.
        const string High = "document.documentElement.scrollHeight";
        for (int tries = 0, before = -1; tries < 5 && before != await visitor.Page.EvaluateAsync<int>(High); tries++)
        {
            before = await visitor.Page.EvaluateAsync<int>(High);
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(s_folder!, file), FullPage = true, Caret = ScreenshotCaret.Initial });
        }
    }

    static string NameOf(string path) => string.Create(CultureInfo.InvariantCulture, $"{NoName().Replace(PatternOf(path).Replace("{}", "one", StringComparison.Ordinal), "-").Trim('-')}") is { Length: > 0 } name ? name : "home";

    const string WideText = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";

    /// <summary>The first thing beyond the right edge, when the document can be scrolled sideways.</summary>
    const string Sticking = """
        (() => {
          if (document.documentElement.scrollWidth <= window.innerWidth) return null;
          const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1).pop();
          return out ? out.outerHTML.slice(0, 160) : 'the document';
        })()
        """;

    [GeneratedRegex("/([a-z2-7]{26}|bx[a-z]_[a-z0-9_]+)(?=/|$)|(?<=/miners)/[a-z0-9-]+$")]
    private static partial Regex Id();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoName();

    [GeneratedRegex("^/(openapi|audit/export|api/v1|sign-out)")]
    private static partial Regex NoPage();
}
