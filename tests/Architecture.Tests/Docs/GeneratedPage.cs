using BloxOs.Architecture.Tests.Files;

namespace BloxOs.Architecture.Tests.Docs;

/// <summary>A part of a page of docs/ that is made from the code, between two marker lines.</summary>
/// <param name="Path">The page.</param>
/// <param name="Part">Name in the markers.</param>
/// <param name="Text">What stands between them.</param>
internal sealed record GeneratedPage(string Path, string Part, string Text)
{
    string Begin => $"<!-- begin {Part}: made from the code, BLOXOS_WRITE_DOCS=1 ./test unit writes it -->\n";

    string End => $"<!-- end {Part} -->";

    /// <summary>The page with this part brought up to date.</summary>
    /// <exception cref="InvalidDataException">It has no such markers.</exception>
    public string Apply(string page)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal), end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin) { throw new InvalidDataException($"{Path} lacks the markers of {Part}."); }
        return page[..(begin + Begin.Length)] + Text + page[end..];
    }

    /// <summary>Compares, or writes when BLOXOS_WRITE_DOCS is 1.</summary>
    public void Check()
    {
        string page = RepositoryFiles.Read(Path), current = Apply(page);
        if (Environment.GetEnvironmentVariable("BLOXOS_WRITE_DOCS") == "1") { RepositoryFiles.Write(Path, current); }
        else { Assert.Equal(current, page); }
    }

    /// <summary>A Markdown table.</summary>
    public static string Table(string[] head, IEnumerable<string[]> rows) =>
        Row(head) + Row([.. head.Select(_ => "---")]) + string.Concat(rows.Select(Row));

    static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
