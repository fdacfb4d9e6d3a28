using System.Text;
using System.Text.RegularExpressions;

namespace BloxOs.Agent.Gpus;

/// <summary>Collects the lines that name a dead card, wherever they stand in the output.</summary>
internal sealed partial class NvidiaSmiLines
{
    const int MaximumFaultLength = 100;

    readonly Dictionary<string, string> _faults = new(StringComparer.Ordinal);

    /// <summary>The cards named, by bus id.</summary>
    public IReadOnlyList<DeadGpu> Dead => [.. _faults.Select(f => new DeadGpu(f.Key, f.Value)).OrderBy(d => d.BusId, StringComparer.Ordinal)];

    /// <summary>Why this card is dead; null when no line names it.</summary>
    public string? FaultOf(string? busId) => busId is null ? null : _faults.GetValueOrDefault(busId);

    /// <summary>Takes the lines out of a text and returns the rest of it.</summary>
    public string TakeErrors(string text)
    {
        if (!text.Contains("Unable to determine the device handle", StringComparison.Ordinal)) { return text; }
        var rest = new StringBuilder(text.Length);
        foreach (string line in text.Split('\n'))
        {
            var match = Pattern().Match(line);
            if (match.Success && PciAddress.Normalize(match.Groups["bus"].Value) is { } busId)
            {
                _faults[busId] = Fault(match.Groups["why"].Value);
            }
            else { rest.Append(line).Append('\n'); }
        }
        return rest.ToString();
    }

    // "GPU is lost.  Reboot the system to recover this GPU": the advice is left out.
    static string Fault(string why)
    {
        string text = why.Split(". ", 2)[0].Trim().TrimEnd('.');
        return text.Length == 0 ? "no device handle" : text.Length > MaximumFaultLength ? text[..MaximumFaultLength] : text;
    }

    [GeneratedRegex(
        @"Unable to determine the device handle for (?:GPU|gpu)\s*\d*:?\s+(?<bus>[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}\.[0-7]):?\s*(?<why>.*)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
