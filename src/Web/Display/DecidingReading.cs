using System.Globalization;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>The reading of a living card that decides its band; of a card that is well its core temperature, or the first that it tells.</summary>
/// <param name="Short">Where there is no room for a name: "104°", "95%", "0rpm".</param>
/// <param name="Text">With its name: "memory 104 °C", "fan stopped at 64 °C".</param>
/// <param name="Celsius">A temperature; null for a fan.</param>
internal readonly record struct DecidingReading(string Short, string Text, short? Celsius)
{
    /// <summary>Of a card by its bands; null when it tells nothing.</summary>
    public static DecidingReading? Of(in GpuReading gpu, in GpuHeat heat)
    {
        if (heat.Decides(heat.Memory)) { return Degrees("memory", gpu.MemoryCelsius); }
        if (heat.Decides(heat.Hotspot)) { return Degrees("hotspot", gpu.HotspotCelsius); }
        if (heat.Decides(heat.Core)) { return Degrees("core", gpu.CoreCelsius); }
        if (heat.Decides(heat.Fan)) { return Fan(gpu); }
        return gpu.CoreCelsius is not null ? Degrees("core", gpu.CoreCelsius)
            : gpu.HotspotCelsius is not null ? Degrees("hotspot", gpu.HotspotCelsius)
            : gpu.MemoryCelsius is not null ? Degrees("memory", gpu.MemoryCelsius)
            : null;
    }

    static DecidingReading Fan(in GpuReading gpu)
    {
        string turns = gpu.FanPercent is { } percent ? Invariant($"{percent}%") : "0rpm";   // without a percentage only a stopped one is judged
        return HeatBands.IsStopped(gpu) ? new(turns, Invariant($"fan stopped at {gpu.CoreCelsius} °C"), null) : new(turns, Invariant($"fan {gpu.FanPercent} %"), null);
    }

    static DecidingReading Degrees(string what, short? celsius) => new(Invariant($"{celsius}°"), Invariant($"{what} {celsius} °C"), celsius);

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
