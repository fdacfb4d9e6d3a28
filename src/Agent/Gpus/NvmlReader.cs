using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>Reads all cards through libnvidia-ml. Blocks as long as the driver does: call it through <see cref="Tools.GuardedCall{T}"/>.</summary>
/// <param name="path">Of the library.</param>
/// <param name="pci">Finds cards that the library does not list any more.</param>
internal sealed class NvmlReader(string path, PciCards pci)
{
    const int ThrottleBits = 511;

    readonly Dictionary<nint, GpuInventory> _inventories = [];
    NvmlLibrary? _library;
    bool _initialized;

    /// <summary>All cards; null when there is no usable library and the tool should be asked.</summary>
    public GpuReport? Read()
    {
        _library ??= NvmlLibrary.Load(path);
        if (_library is not { } library) { return null; }
        if (!_initialized)
        {
            var result = library.Init();
            if (result != NvmlResult.Success) { return InitFailed(result); }
            _initialized = true;
        }
        var counted = library.Count(out uint count);
        if (counted is NvmlResult.Uninitialized or NvmlResult.DriverNotLoaded) { _initialized = false; }
        if (counted != NvmlResult.Success) { return new() { Problem = $"the NVIDIA library does not list the cards: {Words(counted)}" }; }
        return ReadAll(library, Math.Min(count, ProtocolLimits.Gpus));
    }

    /// <summary>Lets the driver go, so that it can be unloaded; the next reading takes it up again. False when the library does not let go.</summary>
    public bool Release()
    {
        if (!_initialized || _library is not { } library) { return true; }
        // Another driver may give the same handle to another card.
        _inventories.Clear();
        _initialized = false;
        return library.Shutdown() is NvmlResult.Success or NvmlResult.Uninitialized;
    }

    GpuReport? InitFailed(NvmlResult result) => result switch
    {
        // nvidia-smi is of the same driver and would say the same.
        NvmlResult.VersionMismatch => new() { Problem = "NVIDIA driver and library versions differ: the driver was updated, restart the rig" },
        NvmlResult.DriverNotLoaded => pci.Of(PciCards.NvidiaVendor).Count == 0 ? GpuReport.None : new() { Problem = "the NVIDIA driver is not loaded" },
        NvmlResult.NoPermission => new() { Problem = "this user may not use the NVIDIA driver: it needs access to /dev/nvidiactl and /dev/nvidia*" },
        _ => null,
    };

    GpuReport ReadAll(NvmlLibrary library, uint count)
    {
        string? driver = library.DriverVersion();
        var cards = new List<GpuCard>();
        var dead = new List<DeadGpu>();
        var unnamed = new List<NvmlResult>();
        for (uint i = 0; i < count; i++)
        {
            var result = library.Handle(i, out nint device);
            string? busId = null;
            if (result == NvmlResult.Success) { result = library.Pci(device, out busId, out _); }
            if (result == NvmlResult.Success && busId is not null) { Add(Card(library, device, driver), cards, dead); }
            else { unnamed.Add(result); }
        }
        if (unnamed.Count == 0) { return new() { Cards = cards, Dead = dead, Complete = true }; }
        FindUnnamed(library, cards, dead, unnamed);
        return new() { Cards = cards, Dead = dead, Complete = false, Problem = $"{unnamed.Count} NVIDIA cards do not answer: {Words(unnamed[0])}" };
    }

    static void Add(GpuCard card, List<GpuCard> cards, List<DeadGpu> dead)
    {
        if (card.Stats.Fault is { } fault && card.Inventory.Model is null) { dead.Add(new(card.Inventory.BusId!, fault)); }
        else { cards.Add(card); }
    }

    /// <summary>
    /// The library gives a lost card no handle and no address: those that the kernel lists and the library does not answer for are they. A card that may not be read, answers late or
    /// belongs to another driver lives: a dead one would be left out, and its rig booted.
    /// </summary>
    void FindUnnamed(NvmlLibrary library, List<GpuCard> cards, List<DeadGpu> dead, List<NvmlResult> unnamed)
    {
        NvmlResult? lost = null;
        foreach (var result in unnamed) { lost ??= Fatal(result); }
        foreach (string busId in pci.Of(PciCards.NvidiaVendor))
        {
            if (cards.Exists(c => c.Inventory.BusId == busId) || dead.Exists(d => d.BusId == busId)) { continue; }
            var result = library.HandleByBusId(busId, out _);
            if (result == NvmlResult.NotFound && pci.DriverOf(busId) == "nvidia") { result = lost ?? NvmlResult.NotFound; }
            if (Fatal(result) is { } fatal) { dead.Add(new(busId, Words(fatal))); }
        }
    }

    GpuCard Card(NvmlLibrary library, nint device, string? driver)
    {
        library.Pci(device, out string? busId, out uint subsystem);
        var temperature = library.Number("nvmlDeviceGetTemperature", device, 0, out uint core);
        var power = library.Number("nvmlDeviceGetPowerUsage", device, out uint milliwatts);
        if ((Fatal(temperature) ?? Fatal(power)) is { } fatal)
        {
            var known = _inventories.GetValueOrDefault(device) is { } before && before.BusId == busId ? before : new() { BusId = busId, Vendor = "nvidia" };
            return new(known, new() { Fault = Words(fatal) });
        }
        var inventory = Inventory(library, device, busId, subsystem, driver);
        return new(inventory, Readings(library, device) with
        {
            CoreCelsius = temperature == NvmlResult.Success ? core : null,
            PowerWatts = power == NvmlResult.Success ? milliwatts / 1000.0 : null,
        });
    }

    /// <summary>An answer that only a dead card gives.</summary>
    static NvmlResult? Fatal(NvmlResult result) => result is NvmlResult.GpuIsLost or NvmlResult.ResetRequired or NvmlResult.Unknown or NvmlResult.IrqIssue or NvmlResult.InsufficientPower
        ? result
        : null;

    /// <summary>Read once for each card: it costs calls, and the limits are the only part that a person can change.</summary>
    GpuInventory Inventory(NvmlLibrary library, nint device, string? busId, uint subsystem, string? driver)
    {
        if (_inventories.TryGetValue(device, out var known) && known.BusId == busId && known.Driver == driver) { return known; }
        library.Text("nvmlDeviceGetName", device, out string? name);
        library.Text("nvmlDeviceGetUUID", device, out string? uuid);
        library.Text("nvmlDeviceGetVbiosVersion", device, out string? vbios);
        var limits = library.Pair("nvmlDeviceGetPowerManagementLimitConstraints", device, out uint lowest, out uint highest);
        var inventory = new GpuInventory
        {
            BusId = busId,
            Vendor = "nvidia",
            Model = name,
            Uuid = uuid,
            Vbios = vbios,
            Driver = driver,
            Board = BoardMaker.Of(subsystem & 0xFFFF),
            MemoryBytes = library.Memory(device, out ulong bytes) == NvmlResult.Success && bytes is > 0 and < 1UL << 50 ? (long)bytes : null,
            PcieGenerationMax = Whole(library, "nvmlDeviceGetMaxPcieLinkGeneration", device),
            PcieWidthMax = Whole(library, "nvmlDeviceGetMaxPcieLinkWidth", device),
            PowerLimitMinWatts = limits == NvmlResult.Success ? lowest / 1000.0 : null,
            PowerLimitMaxWatts = limits == NvmlResult.Success ? highest / 1000.0 : null,
            PowerLimitDefaultWatts = Watts(library, "nvmlDeviceGetPowerManagementDefaultLimit", device),
        };
        _inventories[device] = inventory;
        return inventory;
    }

    static GpuStats Readings(NvmlLibrary library, nint device) => new()
    {
        // 0 is how cards without the sensor answer.
        MemoryCelsius = library.MemoryCelsius(device, out uint memory) == NvmlResult.Success && memory is > 0 and < 150 ? memory : null,
        FanPercent = Whole(library, "nvmlDeviceGetFanSpeed", device),
        FanRpm = library.FanRpm(device, out uint rpm) == NvmlResult.Success ? rpm : null,
        PowerLimitWatts = Watts(library, "nvmlDeviceGetEnforcedPowerLimit", device) ?? Watts(library, "nvmlDeviceGetPowerManagementLimit", device),
        CoreMegahertz = Part(library, "nvmlDeviceGetClockInfo", device, 0),
        MemoryMegahertz = Part(library, "nvmlDeviceGetClockInfo", device, 2),
        UtilizationPercent = library.Utilization(device, out uint busy) == NvmlResult.Success ? busy : null,
        ThrottleReasons = library.ThrottleReasons(device, out ulong reasons) == NvmlResult.Success ? (int)(reasons & ThrottleBits) : null,
        PcieGeneration = Whole(library, "nvmlDeviceGetCurrPcieLinkGeneration", device),
        PcieWidth = Whole(library, "nvmlDeviceGetCurrPcieLinkWidth", device),
        PcieReplays = Whole(library, "nvmlDeviceGetPcieReplayCounter", device),
        EccCorrected = library.EccErrors(device, corrected: true, out ulong corrected) == NvmlResult.Success ? (long)Math.Min(corrected, int.MaxValue) : null,
        EccUncorrected = library.EccErrors(device, corrected: false, out ulong uncorrected) == NvmlResult.Success ? (long)Math.Min(uncorrected, int.MaxValue) : null,
    };

    static int? Whole(NvmlLibrary library, string name, nint device) =>
        library.Number(name, device, out uint value) == NvmlResult.Success && value <= int.MaxValue ? (int)value : null;

    static double? Part(NvmlLibrary library, string name, nint device, uint part) =>
        library.Number(name, device, part, out uint value) == NvmlResult.Success ? value : null;

    static double? Watts(NvmlLibrary library, string name, nint device) =>
        library.Number(name, device, out uint milliwatts) == NvmlResult.Success ? milliwatts / 1000.0 : null;

    static string Words(NvmlResult result) => result switch
    {
        NvmlResult.GpuIsLost => "GPU is lost",
        NvmlResult.ResetRequired => "GPU requires reset",
        NvmlResult.InsufficientPower => "the power cables of the card are missing or loose",
        NvmlResult.IrqIssue => "interrupts of the card do not arrive",
        NvmlResult.NoPermission => "insufficient permission",
        NvmlResult.Unknown => "Unknown Error",
        _ => $"NVML error {(int)result}",
    };
}
