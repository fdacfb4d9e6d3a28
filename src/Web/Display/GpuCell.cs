using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A card in a rig's row: three temperatures, fan and speed on 59 pixels.</summary>
internal sealed record GpuCell
{
    /// <summary>Where a click leads.</summary>
    public required string Href { get; init; }

    /// <summary>Colour.</summary>
    public HeatBand Band { get; init; }

    /// <summary>Core, hotspot and memory, °C; "·" without a reading.</summary>
    public CellText[] Temperatures { get; init; } = [];

    /// <summary>"58%"; of a card that only tells how fast its fan turns "1.4k" or "0rpm"; "–" without either.</summary>
    public CellText Fan { get; init; }

    /// <summary>What says the same as the colour; null for a card that is well.</summary>
    public string? Mark => Band is HeatBand.Hot or HeatBand.Critical ? Band.Glyph() : null;

    /// <summary>In the algorithm's usual scale, or "–".</summary>
    public string Hash { get; init; } = NumberText.None;

    /// <summary>A miner runs here and does not hash.</summary>
    public bool HashIsZero { get; init; }

    /// <summary>Why the card is dead; null when it lives.</summary>
    public string? Fault { get; init; }

    /// <summary>The same with what an Xid in it means.</summary>
    public string? FaultTitle => Fault is null ? null : XidText.Explain(Fault);

    /// <summary>The whole cell as a sentence.</summary>
    public required string Label { get; init; }

    /// <summary>The cells of a rig by index: every card that its inventory or its sample names.</summary>
    public static IReadOnlyList<GpuCell> Of(RigFacts rig)
    {
        var readings = rig.Stats.Gpus.ToDictionaryFirst(g => g.Index);
        var indices = rig.View.Description.Inventory.Gpus.Select(g => g.Index).Union(readings.Keys.Select(i => (int)i)).Order();
        return [.. indices.Select(index => Of(rig, index, readings.TryGetValue((byte)index, out var reading) ? reading : null))];
    }

    static GpuCell Of(RigFacts rig, int index, GpuReading? known)
    {
        var reading = known ?? default;
        var heat = rig.Bands.Of(reading);
        var work = RigWork.OfGpu(rig.Stats, index);
        return new()
        {
            Href = $"/rigs/{Uri.EscapeDataString(rig.View.RigId)}#{DomId.Gpu(index)}",
            Band = heat.Worst,
            Temperatures =
            [
                Degrees(reading.CoreCelsius, heat.Decides(heat.Core)),
                Degrees(reading.HotspotCelsius, heat.Decides(heat.Hotspot)),
                Degrees(reading.MemoryCelsius, heat.Decides(heat.Memory)),
            ],
            Fan = new(FanText(reading), heat.Decides(heat.Fan)),
            Hash = work is { Hashrate: { } speed } ? HashrateText.InCell(speed, work.Value.Algorithm) : NumberText.None,
            HashIsZero = work is { Hashrate: 0 },
            Fault = reading.Fault,
            Label = Sentence(index, reading, work, heat.Worst),
        };
    }

    static string FanText(in GpuReading gpu) => (gpu.FanPercent, gpu.FanRpm) switch
    {
        ({ } percent, _) => Invariant($"{percent}%"),
        (_, 0) => "0rpm",
        (_, { } turns) => Invariant($"{turns / 1_000d:0.0}k"),
        _ => NumberText.None,
    };

    static CellText Degrees(short? celsius, bool strong) => new(celsius is { } value ? Invariant($"{value}") : "·", strong);

    // "GPU 3: core 82, hotspot 96, memory 104 °C, fan 100 %, 36.3 MH/s, critical"
    static string Sentence(int index, in GpuReading gpu, (Algorithm Algorithm, double? Hashrate)? work, HeatBand worst)
    {
        if (gpu.Fault is { } fault) { return Invariant($"GPU {index}: dead, {XidText.Explain(fault)}"); }
        string[] temperatures = [Named("core", gpu.CoreCelsius), Named("hotspot", gpu.HotspotCelsius), Named("memory", gpu.MemoryCelsius)];
        string joined = string.Join(", ", temperatures.Where(t => t.Length > 0));
        string[] parts =
        [
            joined.Length > 0 ? joined + " °C" : "",
            gpu.FanPercent is { } fan ? Invariant($"fan {fan} %") : gpu.FanRpm is { } turns ? Invariant($"fan {turns} rpm") : "",
            work is { Hashrate: { } speed } ? HashrateText.Of(speed, work.Value.Algorithm).ToString() : "",
            worst >= HeatBand.Hot ? worst.Css() : "",
        ];
        string all = string.Join(", ", parts.Where(p => p.Length > 0));
        return Invariant($"GPU {index}: {(all.Length > 0 ? all : "no data")}");
    }

    static string Named(string name, short? celsius) => celsius is { } value ? Invariant($"{name} {value}") : "";

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
