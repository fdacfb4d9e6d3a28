using System.Globalization;
using BloxOs.Grains.Commands;

namespace BloxOs.Web.Display;

/// <summary>New lines of a miner's log, and where to ask for the next.</summary>
internal sealed record LogLines(string RigId, string Name, IReadOnlyList<string> Lines, string After, string Left)
{
    /// <summary>Times that one page asks: about a quarter of an hour, so that a forgotten tab does not keep a rig talking.</summary>
    public const int Most = 600;

    /// <summary>What came after the line that the page knows.</summary>
    public static LogLines Of(string rigId, string name, MinerLogLines lines, long known, int left) => new(
        rigId, name, lines.Lines, Text(lines.Lines.IsEmpty ? known : lines.Last), Text(Math.Clamp(left, 0, Most)));

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
