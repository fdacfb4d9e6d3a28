using System.Globalization;
using System.Text.RegularExpressions;

namespace BloxOs.Web.Display;

/// <summary>
/// What the numbers of NVIDIA's driver errors mean to somebody who mines, and what they mostly come from on a rig. Written from knowledge of NVIDIA's catalogue (docs.nvidia.com/deploy/xid-errors), of which
/// only the beginning was at hand to compare.
/// </summary>
internal static partial class XidText
{
    const int MostOfOneText = 4;

    static readonly Dictionary<int, string> s_meanings = new()
    {
        [8] = "the card stopped working on a program: overclock, heat, or the miner",
        [11] = "broken commands reached the card: riser, bus or power",
        [13] = "a program went wrong on the card: mostly too much overclock",
        [16] = "its display part hung",
        [18] = "the card was cut off from the bus: riser, slot or power",
        [24] = "the card took too long to answer a program: overclock, heat, or the miner",
        [31] = "a program used memory that is not its own: overclock of the memory, or the miner",
        [32] = "broken commands reached the card: riser, bus or power",
        [38] = "the driver's firmware on the card failed: update the driver, less overclock",
        [43] = "a program stopped on the card; the card itself is well",
        [45] = "programs were ended, mostly after another error",
        [46] = "the card stopped working: overclock, heat, or a card that fails",
        [48] = "memory error that could not be mended",
        [54] = "its power cable is not plugged in",
        [56] = "its display part failed: driver, or a card that fails",
        [57] = "its memory could not be set up: overclock of the memory, or memory that fails",
        [58] = "its memory does not run steadily: overclock of the memory, or memory that fails",
        [59] = "the card's own controller failed: driver, overclock, or a card that fails",
        [60] = "its video part failed: driver, or a card that fails",
        [61] = "the card's own controller stopped: overclock, or a card that fails",
        [62] = "the card's own controller stopped: overclock, heat, or a card that fails",
        [63] = "a broken part of its memory was put out of use",
        [64] = "a broken part of its memory could not be put out of use",
        [65] = "its video part failed: driver, or a card that fails",
        [66] = "the driver used what it must not: driver, or broken memory of the rig",
        [67] = "the driver used what it must not: driver, or broken memory of the rig",
        [68] = "its video decoder failed: driver, or a card that fails",
        [69] = "the card did not understand a command: driver, overclock, riser or bus",
        [74] = "the link between cards (NVLink) failed: bridge, or a card that fails",
        [79] = "the card is gone from the bus: riser, power cable or power supply, or too much overclock",
        [80] = "broken data reached the card: riser, bus or memory of the rig",
        [92] = "many memory errors that could be mended: memory that begins to fail",
        [93] = "its store of settings is near its end of life",
        [94] = "memory error that hit one program",
        [95] = "memory error that hit the whole card",
        [109] = "the card took too long to change between programs: overclock or driver",
        [110] = "the card's own protection stopped it: restart the rig; a card that fails, if it comes back",
        [119] = "the card's firmware does not answer: restart the rig",
        [120] = "the card's firmware failed: restart the rig",
        [122] = "the card's own controller could not be read: a card that fails, if it comes back",
        [123] = "the card's own controller could not be written: a card that fails, if it comes back",
        [140] = "memory error that could not be mended",
        [143] = "the card could not be started: restart the rig; riser, power, or a card that fails",
        [154] = "the driver says what the card needs now: mostly a reset or a restart of the rig",
    };

    /// <summary>In a few words; null for a number that says nothing to a miner.</summary>
    public static string? Of(int xid) => s_meanings.GetValueOrDefault(xid);

    /// <summary>A text with the meaning of the first number in it that has one: "GPU is lost (Xid 79): the card is gone from the bus"; the text itself without any.</summary>
    public static string Explain(string text) => In(text).FirstOrDefault() is { Meaning: { } meaning } ? $"{text}: {meaning}" : text;

    /// <summary>The numbers in a text that mean something, each once: of faults ("Xid 79") and of the kernel's lines ("Xid (PCI:0000:05:00): 79").</summary>
    public static IEnumerable<(int Xid, string Meaning)> In(string? text)
    {
        foreach (Match match in Numbers().Matches(text ?? "").Take(MostOfOneText))
        {
            if (int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int xid) && Of(xid) is { } meaning) { yield return (xid, meaning); }
        }
    }

    [GeneratedRegex(@"\bXid (?:\([^)]{1,64}\): )?([0-9]{1,9})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
