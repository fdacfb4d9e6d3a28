using System.Text;

namespace BloxOs.Agent.Doctor;

/// <summary>Findings for a terminal.</summary>
internal static class FindingText
{
    /// <summary>A line for each, and one that sums up.</summary>
    public static string Of(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        int width = findings.Max(f => f.Check.Length);
        foreach (var finding in findings)
        {
            text.Append(Word(finding.State).PadRight(9)).Append(finding.Check.PadRight(width + 2)).Append(OneLine(finding.Text));
            if (finding.Fix is { } fix) { text.Append(". Fix: ").Append(OneLine(fix)); }
            text.Append('\n');
        }
        int missing = findings.Count(f => f.State == CheckState.Missing), warnings = findings.Count(f => f.State == CheckState.Warning);
        return text.Append($"\n{missing} missing, {warnings} warnings, {findings.Count - missing - warnings} ok\n").ToString();
    }

    static string Word(CheckState state) => state switch { CheckState.Ok => "ok", CheckState.Warning => "warning", _ => "missing" };

    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
