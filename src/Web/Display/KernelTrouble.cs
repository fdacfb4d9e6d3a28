using System.Globalization;
using System.Text.RegularExpressions;
using BloxOs.Data.Timeline;

namespace BloxOs.Web.Display;

/// <summary>Trouble that a rig's kernel logged, once or again and again.</summary>
/// <param name="At">When it was logged last.</param>
/// <param name="Times">How often.</param>
/// <param name="Title">"Xid 79", "GPU reset", "Out of memory".</param>
/// <param name="About">The card, as "GPU 3 0000:05:00.0", or "machine"; null when nobody knows.</param>
/// <param name="Line">The newest line, as the kernel wrote it.</param>
/// <param name="Meaning">In plain words; null when the title says it.</param>
internal sealed partial record KernelTrouble(DateTimeOffset At, int Times, string Title, string? About, string Line, string? Meaning)
{
    /// <summary>As the timeline names such events.</summary>
    public const string Kind = "kernel";

    /// <summary>By what a line holds, the first that fits.</summary>
    static readonly (string Part, string Title, string? Meaning)[] s_kinds =
    [
        ("fallen off the bus", "Card lost", "riser, power cable or power supply, or too much overclock"),
        ("RmInitAdapter failed", "Card lost", "the driver cannot start it: riser, power cable, or a card that fails"),
        ("Out of memory", "Out of memory", "the kernel ended a program: more memory or swap, or fewer miners"),
        ("read-only", "Disk read-only", "the disk or its cable fails: nothing is saved until it is replaced"),
        ("readonly", "Disk read-only", "the disk or its cable fails: nothing is saved until it is replaced"),
        ("EXT4-fs error", "Disk error", "the disk or its cable fails, or power was cut while it wrote"),
        ("Shutting down filesystem", "Disk error", "the disk or its cable fails"),
        ("I/O error", "Disk error", "the disk or its cable fails"),
        ("medium error", "Disk error", "the disk fails: copy what is on it"),
        ("target error", "Disk error", "the disk or its cable fails"),
        ("device offline error", "Disk error", "the disk is gone: its cable, its power, or the disk itself"),
        ("GPU reset", "GPU reset", "the driver set the card back: overclock, heat or power"),
        ("GPU HANG", "GPU hang", "the card did not answer: overclock, heat or power"),
        ("timeout", "GPU hang", "the card did not answer: overclock, heat or power"),
        ("timedout", "GPU hang", "the card did not answer: overclock, heat or power"),
        ("wedged", "GPU hang", "the driver gave the card up: restart the rig"),
        ("GPU fault", "GPU fault", null),
        ("page fault", "GPU fault", "a program used memory that is not its own: overclock of the memory, or the miner"),
        ("[drm]", "GPU reset", "the driver set the card back: overclock, heat or power"),
        ("PCIe Bus Error", "PCIe error", "riser, slot or cable"),
        ("AER:", "PCIe error", "riser, slot or cable"),
        ("Machine check", "Machine check", "processor, memory or board"),
        ("cpu clock throttled", "Processor too hot", null),
    ];

    /// <summary>The newest kinds of trouble of these events, each once for each card.</summary>
    /// <param name="events">Newest first; those of other kinds are passed over.</param>
    /// <param name="most">So many at most.</param>
    public static IReadOnlyList<KernelTrouble> Of(IEnumerable<TimelineEvent> events, int most) =>
    [
        .. events.Where(static one => one.Kind == Kind && !string.IsNullOrWhiteSpace(one.Text))
            .Select(static one => Of(one.At, one.Subject, one.Text!))
            .GroupBy(static one => (one.Title, one.About))
            .Select(static same => same.First() with { Times = same.Count() })
            .Take(most),
    ];

    static KernelTrouble Of(DateTimeOffset at, string? about, string line)
    {
        if (Xid().Match(line) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int xid))
        {
            return new(at, 1, string.Create(CultureInfo.InvariantCulture, $"Xid {xid}"), about, line, XidText.Of(xid));
        }
        var (_, title, meaning) = Array.Find(s_kinds, kind => line.Contains(kind.Part, StringComparison.OrdinalIgnoreCase));
        return new(at, 1, title ?? "Kernel", about, line, meaning);
    }

    [GeneratedRegex(@"NVRM: Xid \([^)]*\): ([0-9]{1,9})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Xid();
}
