using System.Globalization;
using System.Text;

namespace BloxOs.Agent.Status;

/// <summary>Columns for a terminal, each as wide as its widest cell. What a miner or driver says is shown without control characters.</summary>
/// <param name="columns">Heads of the columns; one that begins with <c>&gt;</c> is set to the right.</param>
internal sealed class TextTable(params string[] columns)
{
    const int MaximumWidth = 60;

    readonly List<string[]> _rows = [[.. columns.Select(c => c.TrimStart('>'))]];

    /// <summary>Longest cell, characters; the rest is cut.</summary>
    public int Widest { get; init; } = MaximumWidth;

    /// <summary>Adds a row; null is shown as a dash.</summary>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(c => c is { Length: > 0 } ? Printable(c, Widest) : "-")]);

    /// <summary>Head and rows, a line each.</summary>
    public void Write(StringBuilder to)
    {
        int[] widths = [.. columns.Select((_, i) => _rows.Max(r => r[i].Length))];
        foreach (string[] row in _rows)
        {
            var line = new StringBuilder();
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(columns[i].StartsWith('>') ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i])).Append("  ");
            }
            to.Append(line.ToString().TrimEnd()).Append('\n');
        }
    }

    /// <summary>One line of a bounded length.</summary>
    public static string Printable(string text) => Printable(text, MaximumWidth);

    static string Printable(string text, int width)
    {
        var line = new StringBuilder(Math.Min(text.Length, width));
        foreach (char c in text.Length > width ? text.AsSpan(0, width) : text)
        {
            line.Append(char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format ? ' ' : c);
        }
        return line.ToString();
    }
}
