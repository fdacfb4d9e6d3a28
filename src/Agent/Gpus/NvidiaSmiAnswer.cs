using System.Text.RegularExpressions;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Gpus;

/// <summary>Makes sense of everything that <c>nvidia-smi</c> may answer: a document, lines of text around it, only text, nothing.</summary>
internal static partial class NvidiaSmiAnswer
{
    const string Root = "<nvidia_smi_log", End = "</nvidia_smi_log>";

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">What the tool printed.</param>
    /// <param name="columns">The fields that were asked for, when it was asked for a table.</param>
    public static GpuReport Read(ToolAnswer answer, IReadOnlyList<string>? columns = null)
    {
        switch (answer.End)
        {
            // No tool is no driver: a rig without NVIDIA cards; but cards seen before are not called dead for it.
            case ToolEnd.Missing: return new();
            case ToolEnd.TimedOut: return new() { Problem = "nvidia-smi did not answer in time and was stopped" };
            case ToolEnd.TooLong: return new() { Problem = "nvidia-smi printed too much and was stopped" };
            case ToolEnd.StillHanging: return new() { Problem = "nvidia-smi still hangs since an earlier reading: the driver does not answer" };
            default: return ReadText(answer.Output, answer.Errors, answer.ExitCode ?? 0, columns);
        }
    }

    static GpuReport ReadText(string output, string errors, int exitCode, IReadOnlyList<string>? columns)
    {
        var lines = new NvidiaSmiLines();
        string kept = lines.TakeErrors(output);
        lines.TakeErrors(errors);
        int start = kept.IndexOf(Root, StringComparison.Ordinal);
        if (start < 0) { return AsText(kept, exitCode, lines, columns) ?? WithoutDocument(kept, errors, exitCode, lines); }
        int end = kept.IndexOf(End, start, StringComparison.Ordinal);
        string xml = end < 0 ? kept[start..] : kept[start..(end + End.Length)];
        var document = NvidiaSmiXml.Read(xml);
        return Report(document.Cards, lines, document.Whole, document.Problem);
    }

    static GpuReport? AsText(string output, int exitCode, NvidiaSmiLines lines, IReadOnlyList<string>? columns)
    {
        if (output.Contains(NvidiaSmiText.Title, StringComparison.Ordinal))
        {
            var (listed, whole) = NvidiaSmiText.Read(output);
            return Report(listed, lines, whole, whole ? null : "the answer of nvidia-smi breaks off");
        }
        var cards = NvidiaSmiCsv.Read(output, columns).Select(r => r.Card()).OfType<GpuCard>().DistinctBy(c => c.Inventory.BusId).ToArray();
        return cards.Length == 0 ? null : Report(cards, lines, exitCode == 0, null);
    }

    static GpuReport Report(IReadOnlyList<GpuCard> cards, NvidiaSmiLines lines, bool whole, string? problem) => new()
    {
        // A card that has an entry and an error line of its own is dead as well, but keeps what is known of it.
        Cards = [.. cards.Select(c => lines.FaultOf(c.Inventory.BusId) is { } fault ? c with { Stats = new() { Fault = fault } } : c)],
        Dead = [.. lines.Dead.Where(d => cards.All(c => c.Inventory.BusId != d.BusId))],
        Complete = whole,
        Problem = problem,
    };

    static GpuReport WithoutDocument(string output, string errors, int exitCode, NvidiaSmiLines lines)
    {
        string text = output + "\n" + errors;
        if (lines.Dead.Count > 0) { return new() { Dead = lines.Dead }; }
        if (text.Contains("No devices were found", StringComparison.OrdinalIgnoreCase)) { return GpuReport.None; }
        if (Mismatch().IsMatch(text))
        {
            return new() { Problem = "NVIDIA driver and library versions differ: the driver was updated, restart the rig" };
        }
        if (text.Contains("couldn't communicate with the NVIDIA driver", StringComparison.OrdinalIgnoreCase))
        {
            return new() { Problem = "the NVIDIA driver is not loaded" };
        }
        // Killed by a signal or ended with an error, without a word: 139 is a crash.
        string first = text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? "nothing";
        return new() { Problem = $"nvidia-smi answered (exit status {exitCode}): {(first.Length > 120 ? first[..120] : first)}" };
    }

    [GeneratedRegex(@"Driver/library version mismatch", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mismatch();
}
