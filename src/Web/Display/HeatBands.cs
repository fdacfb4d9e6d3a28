using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>Where each band begins. Temperatures in °C, fans in percent.</summary>
internal sealed record HeatBands
{
    /// <summary>What holds for a card of an unknown model.</summary>
    public static HeatBands Default { get; } = new();

    /// <summary>Core: good, watch, hot and critical from here.</summary>
    public Steps Core { get; init; } = new(30, 60, 70, 80);

    /// <summary>Hotspot and memory; they know no cold.</summary>
    public Steps Hotspot { get; init; } = new(int.MinValue, 80, 90, 100);

    /// <summary>Fan: a fast one is work, never an emergency by itself.</summary>
    public Steps Fan { get; init; } = new(int.MinValue, 76, 90, int.MaxValue);

    /// <summary>Processor: mining ones run warmer than cards.</summary>
    public Steps Cpu { get; init; } = new(30, 70, 85, 95);

    /// <summary>A stopped fan is critical from this core temperature on; below, cards stop it on purpose.</summary>
    public int StoppedFanCore { get; init; } = 60;

    /// <summary>All bands of a card.</summary>
    public GpuHeat Of(in GpuReading gpu)
    {
        bool stopped = gpu.FanPercent == 0 && gpu.CoreCelsius >= StoppedFanCore;
        var fan = stopped ? HeatBand.Critical : Fan.Of(gpu.FanPercent);
        var core = Core.Of(gpu.CoreCelsius);
        var hotspot = Hotspot.Of(gpu.HotspotCelsius);
        var memory = Hotspot.Of(gpu.MemoryCelsius);
        return new(gpu.Fault is not null, core, hotspot, memory, fan);
    }

    /// <summary>Where the bands of one kind of reading begin.</summary>
    /// <param name="Good">Below is cold.</param>
    /// <param name="Watch">From here on watch.</param>
    /// <param name="Hot">From here on hot.</param>
    /// <param name="Critical">From here on critical.</param>
    internal readonly record struct Steps(int Good, int Watch, int Hot, int Critical)
    {
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
