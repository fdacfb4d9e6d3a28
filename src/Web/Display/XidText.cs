namespace BloxOs.Web.Display;

/// <summary>What the numbers of NVIDIA's driver errors mean to somebody who mines.</summary>
internal static class XidText
{
    static readonly Dictionary<int, string> s_meanings = new()
    {
        [13] = "a program went wrong on the card: mostly too much overclock",
        [31] = "a program used memory that is not its own: overclock of the memory, or the miner",
        [32] = "broken commands reached the card: riser, bus or power",
        [43] = "a program stopped on the card; the card itself is well",
        [45] = "programs were ended, mostly after another error",
        [48] = "memory error that could not be mended",
        [61] = "the card's own controller stopped: overclock, or a card that fails",
        [62] = "the card's own controller stopped: overclock, heat, or a card that fails",
        [63] = "a broken part of its memory was put out of use",
        [64] = "a broken part of its memory could not be put out of use",
        [79] = "the card is gone from the bus: riser, power cable or power supply, or too much overclock",
        [94] = "memory error that hit one program",
        [95] = "memory error that hit the whole card",
        [109] = "the card took too long to change between programs: overclock or driver",
        [119] = "the card's firmware does not answer: restart the rig",
        [120] = "the card's firmware failed: restart the rig",
    };

    /// <summary>In a few words; null for a number that says nothing to a miner.</summary>
    public static string? Of(int xid) => s_meanings.GetValueOrDefault(xid);
}
