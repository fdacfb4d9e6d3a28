using BloxOs.TestServers;
using Microsoft.Playwright;

namespace BloxOs.Browser.Tests;

/// <summary>axe-core looks at a page: contrast and every other rule of WCAG 2.2 A and AA that a program can check. It comes from the lock file of the front end and is not shipped.</summary>
internal static class Axe
{
    static readonly Lazy<string> s_source = new(static () => File.ReadAllText(Path.Combine(BuiltOutput.RepositoryRoot(), "src", "Web", "FrontEnd", "node_modules", "axe-core", "axe.min.js")));

    // Nothing is fetched, and of each rule the first few places are named. A cell of readings is named by a sentence instead of by its bare numbers: its text is no label.
    const string Run = """
        colorsOnly => {
        axe.configure({ rules: [{ id: "label-content-name-mismatch", selector: "*:not(.gpu, [id^=tile-])" }] });
        const rules = colorsOnly ? { type: "rule", values: ["color-contrast", "link-in-text-block"] } : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
        return axe.run(document, { runOnly: rules, preload: false, resultTypes: ["violations"] }).then(r =>
          r.violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes.slice(0, 3).map(n => n.target.join(" ") + (n.any[0]?.message ? " – " + n.any[0].message : "")).join(" | ")}`));
        }
        """;

    /// <summary>What breaks a rule now, a line per rule.</summary>
    /// <param name="page">The page.</param>
    /// <param name="colorsOnly">Only the rules that a theme can break.</param>
    public static async Task<string[]> ViolationsAsync(IPage page, bool colorsOnly = false)
    {
        if (!await page.EvaluateAsync<bool>("!!window.axe")) { await page.EvaluateAsync(s_source.Value); }
        return await page.EvaluateAsync<string[]>(Run, colorsOnly);
    }
}
