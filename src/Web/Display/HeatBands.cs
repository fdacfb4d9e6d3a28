using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Where each band begins. Temperatures in °C, fans in percent.</summary>
internal sealed record HeatBands
{
    /// <summary>What holds for a card of an unknown model.</summary>
    public static HeatBands Default { get; } = new();

    /// <summary>Core: good, watch, hot and critical from here.</summary>
    public Steps Core { get; init; } = new(30, 60, 70, 80);

    /// <summary>Hotspot; it knows no cold.</summary>
    public Steps Hotspot { get; init; } = new(int.MinValue, 80, 90, 100);

    /// <summary>Memory; it knows no cold.</summary>
    public Steps Memory { get; init; } = new(int.MinValue, 80, 90, 100);

    /// <summary>Fan: a fast one is work, never an emergency by itself.</summary>
    public Steps Fan { get; init; } = new(int.MinValue, 76, 90, int.MaxValue);

    /// <summary>Processor: mining ones run warmer than cards.</summary>
    public Steps Cpu { get; init; } = new(30, 70, 85, 95);

    /// <summary>A stopped fan is critical from this core temperature on; below, cards stop it on purpose.</summary>
    public int StoppedFanCore { get; init; } = 60;

    /// <summary>Accepted shares, of a rig all of whose cards are under these bands.</summary>
    public AcceptedSteps Accepted { get; init; } = AcceptedSteps.Usual;

    /// <summary>Bands of models, the longest name first: the first that is part of a card's name holds.</summary>
    (string Model, HeatBands Bands)[] ByModel { get; init; } = [];

    /// <summary>Bands of the cards of one rig by index, where they are others than these.</summary>
    Dictionary<int, HeatBands>? ByCard { get; init; }

    /// <summary>As a farm has set them; the usual ones when nothing is known of it.</summary>
    public static HeatBands Of(FarmSettings? farm)
    {
        if (farm is not { Heat.IsDefaultOrEmpty: false }) { return Default; }
        var every = farm.Heat.FirstOrDefault(static rule => rule.Model.Length == 0) is { } rule ? Of(rule, Default) : Default;
        return every with { ByModel = [.. farm.Heat.Where(static r => r.Model.Length > 0).OrderByDescending(static r => r.Model.Length).Select(r => (r.Model, Of(r, every)))] };
    }

    /// <summary>These for the cards of one rig, by their models.</summary>
    public HeatBands ForRig(RigInventory inventory)
    {
        if (ByModel.Length == 0 || inventory.Gpus.IsDefaultOrEmpty) { return this; }
        Dictionary<int, HeatBands>? own = null;
        foreach (var gpu in inventory.Gpus)
        {
            var bands = OfModel(gpu.Model);
            if (!ReferenceEquals(bands, this)) { (own ??= [])[gpu.Index] = bands; }
        }
        if (own is null) { return this; }
        // A pool judges a rig: only where all of its cards are of one kind is it that kind's rule.
        var kinds = inventory.Gpus.Select(gpu => OfModel(gpu.Model).Accepted).Distinct().ToList();
        return this with { ByCard = own, Accepted = kinds is [var one] ? one : Accepted };
    }

    /// <summary>Those of a model.</summary>
    public HeatBands OfModel(string? model)
    {
        foreach (var (part, bands) in ByModel) { if (model?.Contains(part, StringComparison.OrdinalIgnoreCase) == true) { return bands; } }
        return this;
    }

    /// <summary>All bands of a card.</summary>
    public GpuHeat Of(in GpuReading gpu) => ByCard?.TryGetValue(gpu.Index, out var own) == true ? own.Judge(gpu) : Judge(gpu);

    GpuHeat Judge(in GpuReading gpu)
    {
        bool stopped = IsStopped(gpu) && gpu.CoreCelsius >= StoppedFanCore;
        var fan = stopped ? HeatBand.Critical : Fan.Of(gpu.FanPercent);
        return new(gpu.Fault is not null, Core.Of(gpu.CoreCelsius), Hotspot.Of(gpu.HotspotCelsius), Memory.Of(gpu.MemoryCelsius), fan);
    }

    /// <summary>The fan stands. The percentage decides; of a card that tells only how fast its fan turns, that does. A card that tells neither has none that could stop.</summary>
    public static bool IsStopped(in GpuReading gpu) => gpu.FanPercent is { } percent ? percent == 0 : gpu.FanRpm == 0;

    /// <summary>Those of a rule; what it leaves open is as in the others.</summary>
    static HeatBands Of(HeatRule rule, HeatBands others) => new()
    {
        Accepted = rule.Accepted ?? others.Accepted,
        Core = others.Core.With(rule.Core),
        Hotspot = others.Hotspot.With(rule.Hotspot),
        Memory = others.Memory.With(rule.Memory),
        StoppedFanCore = rule.StoppedFanCore ?? others.StoppedFanCore,
    };

    /// <summary>Where the bands of one kind of reading begin.</summary>
    /// <param name="Good">Below is cold.</param>
    /// <param name="Watch">From here on watch.</param>
    /// <param name="Hot">From here on hot.</param>
    /// <param name="Critical">From here on critical.</param>
    internal readonly record struct Steps(int Good, int Watch, int Hot, int Critical)
    {
        /// <summary>These with the steps that a farm has set; these alone when it has set none.</summary>
        public Steps With(HeatSteps? own) => own is { } steps ? this with { Watch = steps.Watch, Hot = steps.Hot, Critical = steps.Critical } : this;

        /// <summary>The band of a reading; none without one.</summary>
        public HeatBand Of(double? reading) => reading switch
        {
            null => HeatBand.None,
            { } value when value >= Critical => HeatBand.Critical,
            { } value when value >= Hot => HeatBand.Hot,
            { } value when value >= Watch => HeatBand.Watch,
            { } value when value >= Good => HeatBand.Good,
            _ => HeatBand.Cold,
        };
    }
}
