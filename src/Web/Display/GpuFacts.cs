using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What is known of a card beside its row: who it is, how it is connected, what holds it back, what it mines. Only what was told.</summary>
internal static class GpuFacts
{
    /// <summary>The lines of a card.</summary>
    public static IReadOnlyList<GpuFact> Of(GpuDescription? card, GpuReading reading, RigStats stats)
    {
        var facts = new List<GpuFact>();
        void Add(string title, string? text, bool isBad = false) { if (!string.IsNullOrWhiteSpace(text)) { facts.Add(new(title, text, isBad)); } }

        Add("Fault", reading.Fault, isBad: true);
        Add("Card", string.Join(", ", new[] { card?.Board, card?.Model }.Where(static s => !string.IsNullOrEmpty(s))));
        Add("Vendor", card?.Vendor);
        Add("Memory", Join(NumberText.Gigabytes(card?.MemoryBytes) is { } size ? size + " GB" : null, card?.MemoryVendor));
        Add("VBIOS", card?.Vbios);
        Add("Driver", card?.Driver);
        Add("PCI address", card?.BusId);
        Add("Id", card?.Uuid);
        // Never bad: a card on a riser has one lane, and mining needs no more.
        Add("Link", Link(card, reading));
        Add("Packets sent again", reading.PcieReplays is { } replays ? NumberText.Whole(replays) : null);
        Add("Held back by", Throttle(reading.ThrottleReasons), isBad: GpuTrouble.IsHeldBack(reading));
        Add("Last Xid", reading.LastXid is { } xid ? Invariant($"{xid}") + (XidText.Of(xid) is { } meaning ? ": " + meaning : "") : null, isBad: true);
        Add("Memory errors", Join(reading.EccCorrected is { } mended ? NumberText.Whole(mended) + " corrected" : null, reading.EccUncorrected is { } lost ? NumberText.Whole(lost) + " not" : null), isBad: reading.EccUncorrected > 0);
        Add("Power limits", Limits(card));
        Add("Fan", Join(reading.FanPercent is { } percent ? Invariant($"{percent} %") : null, reading.FanRpm is { } rpm ? NumberText.Whole(rpm) + " rpm" : null));
        Add("In use", reading.UtilizationPercent is { } load ? Invariant($"{load} %") : null);
        foreach (var work in stats.Work)
        {
            foreach (var mine in work.Gpus.Where(gpu => gpu.Index == reading.Index)) { Add(RigWork.MinerName(work) ?? "Miner", Mines(work, mine), isBad: mine.Hashrate == 0); }
        }
        return facts;
    }

    static string Mines(WorkReading work, in GpuWorkReading mine)
    {
        var algorithm = AlgorithmCatalog.Get(work.Algorithm);
        string speed = mine.Hashrate is { } hash ? HashrateText.Of(hash, algorithm).ToString() : "no speed told";
        return $"{algorithm.Title}{(work.Coin is null ? "" : $" ({work.Coin})")}, {speed}";
    }

    static string? Link(GpuDescription? card, in GpuReading gpu) => (gpu.PcieGeneration, gpu.PcieWidth) is ({ } generation, { } width)
        ? Invariant($"PCIe {generation}.0 x{width}{(card?.PcieWidthMax is { } most && most > width ? Invariant($" of x{most}") : "")}")
        : null;

    static string? Limits(GpuDescription? card) => card is null ? null : Join(
        card.PowerLimitMinWatts is { } least ? NumberText.Whole(least) + " W least" : null,
        card.PowerLimitDefaultWatts is { } usual ? NumberText.Whole(usual) + " W by default" : null,
        card.PowerLimitMaxWatts is { } most ? NumberText.Whole(most) + " W most" : null);

    static string? Throttle(GpuThrottle? reasons) => reasons is not { } known ? null
        : known == GpuThrottle.None ? "nothing"
        : string.Join(", ", Enum.GetValues<GpuThrottle>().Where(one => one != GpuThrottle.None && known.HasFlag(one)).Select(Name));

    static string Name(GpuThrottle reason) => reason switch
    {
        GpuThrottle.Idle => "nothing to do",
        GpuThrottle.SetClocks => "clocks that somebody set",
        GpuThrottle.PowerLimit => "its power limit",
        GpuThrottle.Hardware => "the hardware",
        GpuThrottle.Coupled => "a card that it is coupled to",
        GpuThrottle.Heat => "heat, says the driver",
        GpuThrottle.HardwareHeat => "heat, says the hardware",
        GpuThrottle.PowerBrake => "the power supply",
        _ => "the clock of the display",
    };

    static string? Join(params string?[] parts) => string.Join(", ", parts.Where(static part => !string.IsNullOrEmpty(part))) is { Length: > 0 } all ? all : null;

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
