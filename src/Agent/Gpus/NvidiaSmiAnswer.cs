using System.Text.RegularExpressions;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Gpus;

/// <summary>Makes sense of everything that <c>nvidia-smi</c> may answer: a document, lines of text around it, only text, nothing.</summary>
internal static partial class NvidiaSmiAnswer
{
    const string Root = "<nvidia_smi_log", End = "</nvidia_smi_log>";

    /// <summary>Reads an answer.</summary>
    public static GpuReport Read(ToolAnswer answer)
    {
        switch (answer.End)
        {
            // No tool is no driver: a rig without NVIDIA cards; but cards seen before are not called dead for it.
            case ToolEnd.Missing: return new();
            case ToolEnd.TimedOut: return new() { Problem = "nvidia-smi did not answer in time and was stopped" };
            case ToolEnd.TooLong: return new() { Problem = "nvidia-smi printed too much and was stopped" };
            case ToolEnd.StillHanging: return new() { Problem = "nvidia-smi still hangs since an earlier reading: the driver does not answer" };
            default: return ReadText(answer.Output, answer.Errors, answer.ExitCode ?? 0);
        }
    }

    static GpuReport ReadText(string output, string errors, int exitCode)
    {
        var lines = new NvidiaSmiLines();
        string kept = lines.TakeErrors(output);
        lines.TakeErrors(errors);
        int start = kept.IndexOf(Root, StringComparison.Ordinal);
        if (start < 0) { return WithoutDocument(kept, errors, exitCode, lines); }
        int end = kept.IndexOf(End, start, StringComparison.Ordinal);
        string xml = end < 0 ? kept[start..] : kept[start..(end + End.Length)];
        var document = NvidiaSmiXml.Read(xml);
        var named = lines.Dead.Where(d => document.Cards.All(c => c.Inventory.BusId != d.BusId)).ToArray();
        return new()
        {
            // A card that has an entry and an error line of its own is dead as well, but keeps what is known of it.
            Cards = [.. document.Cards.Select(c => lines.FaultOf(c.Inventory.BusId) is { } fault ? c with { Stats = new() { Fault = fault } } : c)],
            Dead = named,
            Complete = document.Whole,
            Problem = document.Problem,
        };
    }

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
