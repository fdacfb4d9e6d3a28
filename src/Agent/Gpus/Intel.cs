using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>Intel cards from the files of the xe and i915 drivers. The graphics part of a processor is no card and is left out.</summary>
/// <param name="roots">Where the kernel's files are.</param>
/// <param name="time">Clock of the limit and of the energy counter.</param>
/// <param name="timeout">Time for one reading; 5 s when not given.</param>
internal sealed class Intel(SystemRoots roots, TimeProvider time, TimeSpan? timeout = null) : IGpuVendor
{
    /// <summary>Where every processor of this vendor has its graphics part.</summary>
    internal const string Integrated = "0000:00:02.0";

    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    readonly GuardedCall<GpuReport> _guard = new(time, timeout ?? DefaultTimeout);
    readonly Dictionary<string, EnergyCounter> _energy = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Id => "intel";

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        var (answered, report) = await _guard.RunAsync(Read, cancellation);
        return answered ? report! : new() { Problem = "the Intel graphics driver does not answer" };
    }

    /// <summary>The same without a limit of time: blocks as long as the driver does.</summary>
    internal GpuReport Read()
    {
        var cards = new List<GpuCard>();
        foreach (string folder in DrmCards.Of(Path.Combine(roots.Sys, "class/drm"), PciCards.IntelVendor))
        {
            string? busId = PciAddress.Normalize(SystemFile.Value(Path.Combine(folder, "device/uevent"), "PCI_SLOT_NAME"));
            if (busId is null or Integrated || cards.Exists(c => c.Inventory.BusId == busId)) { continue; }
            cards.Add(Card(folder, busId));
        }
        // A rig whose last card went away still has the driver's files; without them nothing is known.
        return new() { Cards = cards, Complete = Directory.Exists(Path.Combine(roots.Sys, "class/drm")) };
    }

    GpuCard Card(string folder, string busId)
    {
        string device = Path.Combine(folder, "device"), uevent = Path.Combine(device, "uevent");
        var sensors = Hwmon.Of(device, "xe", "i915");
        var inventory = new GpuInventory
        {
            BusId = busId,
            Vendor = "intel",
            Model = IntelNames.Of(Line(device, "device") ?? SystemFile.Value(uevent, "PCI_ID")?.Split(':').ElementAtOrDefault(1)),
            Board = BoardMaker.OfVendor(Line(device, "subsystem_vendor") ?? SystemFile.Value(uevent, "PCI_SUBSYS_ID")?.Split(':')[0]),
            MemoryBytes = Number(Path.Combine(device, "tile0/physical_vram_size_bytes")) is > 0 and var bytes ? (long)bytes : null,
            Driver = SystemFile.Value(uevent, "DRIVER"),
            PowerLimitDefaultWatts = sensors?.Watts("power1_rated_max"),
            PcieGenerationMax = PcieLink.Of(Line(device, "max_link_speed")).Generation,
            PcieWidthMax = (int?)Number(Path.Combine(device, "max_link_width")),
        };
        return new(inventory, Readings(folder, device, busId, sensors));
    }

    GpuStats Readings(string folder, string device, string busId, Hwmon? sensors) => new()
    {
        // xe names its sensors, i915 has only one.
        CoreCelsius = sensors?.Celsius("pkg") ?? (sensors?.Has("temp1_label") == false ? sensors.CelsiusOf(1) : null) ?? (sensors?.Has("temp2_label") == false ? sensors.CelsiusOf(2) : null),
        MemoryCelsius = sensors?.Celsius("vram") is > 0 and var memory ? memory : null,
        FanRpm = sensors?.FanRpm,
        PowerWatts = Watts(busId, sensors),
        PowerLimitWatts = sensors?.Watts("power1_cap") ?? sensors?.Watts("power1_max"),
        CoreMegahertz = Number(Path.Combine(device, "tile0/gt0/freq0/act_freq")) ?? Number(Path.Combine(folder, "gt/gt0/rps_act_freq_mhz")) ?? Number(Path.Combine(folder, "gt_act_freq_mhz")),
        ThrottleReasons = Throttle(Path.Combine(device, "tile0/gt0/freq0/throttle")) ?? Throttle(Path.Combine(folder, "gt/gt0"), "throttle_reason_"),
        PcieGeneration = PcieLink.Of(Line(device, "current_link_speed")).Generation,
        PcieWidth = (int?)Number(Path.Combine(device, "current_link_width")),
    };

    /// <summary>The card counts energy; power is what was added since the reading before.</summary>
    double? Watts(string busId, Hwmon? sensors)
    {
        if (sensors?.Watts("power1_input") is { } told) { return told; }
        int? channel = sensors?.Channel("energy", "card") ?? sensors?.Channel("energy", "pkg") ?? 1;
        if (sensors?.Number($"energy{channel}_input") is not { } microjoules) { return null; }
        if (!_energy.TryGetValue(busId, out var counter)) { _energy[busId] = counter = new(time); }
        return counter.Watts(microjoules, wrapsAt: null);
    }

    static int? Throttle(string folder, string prefix = "reason_")
    {
        if (SystemFile.Line(Path.Combine(folder, prefix + "status")) is not { } status) { return SystemFile.Line(Path.Combine(folder, "status")) == "0" ? 0 : null; }
        if (status == "0") { return 0; }
        bool On(string name) => SystemFile.Line(Path.Combine(folder, prefix + name)) == "1";
        return (On("pl1") || On("pl2") || On("pl4") ? 4 : 0) | (On("thermal") || On("ratl") || On("vr_thermalert") ? 32 : 0) | (On("prochot") ? 64 : 0) | (On("vr_tdc") ? 128 : 0);
    }

    static string? Line(string device, string file) => SystemFile.Line(Path.Combine(device, file));

    static double? Number(string path) => ToolNumber.Of(SystemFile.Line(path)) is >= 0 and < 1e15 and var value ? value : null;
}
