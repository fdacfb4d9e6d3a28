using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A card as a row of its rig's GPU table.</summary>
internal sealed record GpuRow
{
    /// <summary>Number in the rig.</summary>
    public int Index { get; init; }

    /// <summary>Bus and device, "0a:00".</summary>
    public string Bus { get; init; } = "";

    /// <summary>Model, or "unknown card".</summary>
    public required string Model { get; init; }

    /// <summary>Version of the card's BIOS; null when unknown.</summary>
    public string? Vbios { get; init; }

    /// <summary>Who built it, "EVGA"; null when unknown.</summary>
    public string? Board { get; init; }

    /// <summary>Everything else that is known of it.</summary>
    public IReadOnlyList<GpuFact> Facts { get; init; } = [];

    /// <summary>Memory in GB; null when unknown.</summary>
    public string? MemoryGigabytes { get; init; }

    /// <summary>Why it is dead; null when it lives.</summary>
    public string? Fault { get; init; }

    /// <summary>Speeds, the primary one first.</summary>
    public IReadOnlyList<HashrateText> Hash { get; init; } = [];

    /// <summary>A miner runs on it and does not hash.</summary>
    public bool HashIsZero { get; init; }

    /// <summary>Core, hotspot, memory.</summary>
    public IReadOnlyList<TempCell> Temperatures { get; init; } = [];

    /// <summary>"58 %", "1 400 rpm" or "–".</summary>
    public string Fan { get; init; } = NumberText.None;

    /// <summary>Band of the fan.</summary>
    public HeatBand FanBand { get; init; }

    /// <summary>Watts, or "–".</summary>
    public string Power { get; init; } = NumberText.None;

    /// <summary>Limit in watts; null when unknown.</summary>
    public string? PowerLimit { get; init; }

    /// <summary>MHz, or "–".</summary>
    public string CoreClock { get; init; } = NumberText.None;

    /// <summary>MHz, or "–".</summary>
    public string MemoryClock { get; init; } = NumberText.None;

    /// <summary>Percent, or "–".</summary>
    public string Load { get; init; } = NumberText.None;

    /// <summary>What is wrong with a card that lives: "held back by heat", "61 % of the usual 46.1 MH/s"; "" for nothing.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>What its Xid means; null without one, or when its number says nothing.</summary>
    public string? TroubleTitle { get; init; }

    /// <summary>Shares of all its work.</summary>
    public ShareCounts Shares { get; init; }

    /// <summary>The cards of a rig by index.</summary>
    public static IReadOnlyList<GpuRow> Of(RigFacts rig, HeatBands bands)
    {
        var described = rig.View.Description.Inventory.Gpus.ToDictionaryFirst(g => g.Index);
        var readings = rig.Stats.Gpus.ToDictionaryFirst(g => (int)g.Index);
        return [.. described.Keys.Union(readings.Keys).Order().Select(index => Of(rig, index, described.GetValueOrDefault(index), readings.GetValueOrDefault(index), bands))];
    }

    static GpuRow Of(RigFacts rig, int index, GpuDescription? card, GpuReading reading, HeatBands bands)
    {
        var stats = rig.Stats;
        var heat = bands.Of(reading);
        var work = stats.Work.SelectMany(w => w.Gpus.Where(g => g.Index == index).Select(g => (AlgorithmCatalog.Get(w.Algorithm), g))).ToList();
        return new()
        {
            Index = index,
            Bus = ShortBus(card?.BusId),
            Vbios = card?.Vbios,
            Board = card?.Board,
            Facts = GpuFacts.Of(card, reading with { Index = (byte)index }, stats),
            Model = card?.Model is { Length: > 0 } model ? ShortModel(model) : "unknown card",
            MemoryGigabytes = NumberText.Gigabytes(card?.MemoryBytes),
            Fault = reading.Fault is { } fault ? XidText.Explain(fault) : null,
            Hash = [.. work.Where(w => w.g.Hashrate is not null).Select(w => HashrateText.Of(w.g.Hashrate!.Value, w.Item1))],
            HashIsZero = work.Count > 0 && work[0].g.Hashrate == 0,
            Temperatures = [new("Core", reading.CoreCelsius, heat.Core), new("Hotspot", reading.HotspotCelsius, heat.Hotspot), new("Memory", reading.MemoryCelsius, heat.Memory)],
            Fan = FanText(reading),
            FanBand = heat.Fan,
            Power = NumberText.WholeOrNone(reading.PowerWatts),
            PowerLimit = reading.PowerLimitWatts is { } limit ? NumberText.Whole(limit) : null,
            CoreClock = NumberText.WholeOrNone(reading.CoreMegahertz),
            MemoryClock = NumberText.WholeOrNone(reading.MemoryMegahertz),
            Load = reading.UtilizationPercent is { } load ? string.Create(CultureInfo.InvariantCulture, $"{load} %") : NumberText.None,
            Trouble = string.Join(", ", rig.SlowCards.Where(slow => slow.Index == index).Select(static slow => slow.Share).Prepend(GpuTrouble.Of(reading)).Where(static text => text.Length > 0)),
            TroubleTitle = reading.LastXid is { } xid ? XidText.Of(xid) : null,
            Shares = work.Aggregate(default(ShareCounts), (sum, w) => RigWork.Add(sum, w.g.Shares)),
        };
    }

    static string FanText(in GpuReading gpu) =>
        gpu.FanPercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %")
        : gpu.FanRpm is { } rpm ? NumberText.Whole(rpm) + NumberText.Firm + "rpm"
        : NumberText.None;

    // The series says whose it is: "RTX 3080" of "NVIDIA GeForce RTX 3080".
    static string ShortModel(string model)
    {
        foreach (string brand in (string[])["NVIDIA GeForce ", "AMD Radeon ", "NVIDIA ", "AMD "])
        {
            if (model.Length > brand.Length && model.StartsWith(brand, StringComparison.OrdinalIgnoreCase)) { return model[brand.Length..]; }
        }
        return model;
    }

    // "0000:0a:00.0" → "0a:00"; anything else as it is.
    static string ShortBus(string? bus) => bus is null ? "" : bus.Length == 12 && bus[4] == ':' && bus[10] == '.' ? bus[5..10] : bus;
}
