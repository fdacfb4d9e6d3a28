using System.Text;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Miners;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>A rig of nineteen cards of three vendors, with real processes and files in place of tools and drivers, from the reading to the bytes of the wire.</summary>
public sealed class MixedRigTests : IDisposable
{
    /// <summary>NVIDIA cards sit on even buses from 02, AMD cards on odd ones from 03, the Intel card in the middle of them.</summary>
    static readonly string[] Nvidias = [.. Enumerable.Range(1, 12).Select(i => $"0000:{i * 2:x2}:00.0")];

    static readonly string[] Amds = [.. Enumerable.Range(1, 6).Select(i => $"0000:{(i * 2) + 1:x2}:00.0")];

    const string Arc = "0000:0f:00.0";

    readonly TempDirectory _folder = new();
    readonly AgentLog _log = new(TextWriter.Null, TimeProvider.System);
    readonly RigEvents _events = new(TimeProvider.System);
    readonly RigReader _reader;

    public MixedRigTests()
    {
        foreach (string bus in Nvidias) { OnBus(bus, "0x10de"); }
        for (int i = 0; i < Amds.Length; i++) { Amd(i, Amds[i]); }
        _folder.Write("module/amdgpu/refcnt", "1");
        OnBus(Arc, "0x8086");
        _folder.Write("class/drm/card40/device/vendor", "0x8086\n");
        _folder.Write("class/drm/card40/device/uevent", $"DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME={Arc}\n");
        _folder.Write("class/drm/card40/device/hwmon/hwmon40/name", "xe\n");
        _folder.Write("class/drm/card40/device/hwmon/hwmon40/temp2_label", "pkg\n");
        _folder.Write("class/drm/card40/device/hwmon/hwmon40/temp2_input", "52000\n");
        // The processor's own graphics part is no card.
        OnBus("0000:00:02.0", "0x8086");
        _folder.Write("class/drm/card0/device/vendor", "0x8086\n");
        _folder.Write("class/drm/card0/device/uevent", "DRIVER=i915\nPCI_SLOT_NAME=0000:00:02.0\n");

        var roots = new SystemRoots(Proc: _folder.Path, Sys: _folder.Path, Share: _folder.Path);
        string smi = _folder.Script("nvidia-smi", $". {_folder.File("behaviour")}");
        Behave(Document(Nvidias));
        IGpuVendor[] vendors =
        [
            new Nvidia(new(null, null, smi), new(roots), TimeProvider.System, TimeSpan.FromSeconds(20)),
            new Amd(roots, TimeProvider.System, "/nowhere/amd-smi", "/nowhere/rocm-smi"),
            new Intel(roots, TimeProvider.System),
        ];
        _reader = new(new(roots, () => [], TimeProvider.System), vendors, new(), new MinerWatch(roots, () => [], _log, TimeProvider.System), _log, TimeProvider.System, trouble: new(_events, TimeProvider.System));
    }

    [Fact, Trait("bad-input", "118")]
    public async Task Nineteen_cards_are_listed_by_bus_id_each_with_its_own_readings()
    {
        var (inventory, sample) = await ReadAsync();
        Assert.Equal([.. Nvidias.Concat(Amds).Append(Arc).Order(StringComparer.Ordinal)], inventory.Gpus!.Select(g => g.BusId));
        Assert.Equal(Enumerable.Range(0, 19), inventory.Gpus!.Select(g => g.Index));
        Assert.Equal(Enumerable.Range(0, 19), sample.Gpus!.Select(g => g.Index));
        Assert.All(sample.Gpus!, g => Assert.Null(g.Fault));
        foreach (var gpu in inventory.Gpus!)
        {
            // Every card has its own temperature: the number of its bus, and 20, 40 or 52 by vendor.
            int bus = Convert.ToInt32(gpu.BusId![5..7], 16);
            Assert.Equal(gpu.Vendor switch { "nvidia" => 20 + bus, "amd" => 40 + bus, _ => 52 }, sample.Gpus![gpu.Index].CoreCelsius);
        }
        Assert.Equal((12, 6, 1), (Count("nvidia"), Count("amd"), Count("intel")));
        Assert.Equal([null, "samsung", null], ((string[])[Nvidias[0], Amds[0], Arc]).Select(bus => inventory.Gpus!.Single(g => g.BusId == bus).MemoryVendor));

        // The bytes of the wire hold all of it, well within a message.
        byte[] bytes = ProtocolJson.ToUtf8(sample with { Sequence = 1 });
        Assert.InRange(bytes.Length, 1, ProtocolLimits.MessageBytes / 8);
        Assert.Equal(19, Assert.IsType<Stats>(ProtocolJson.ReadAgentMessage(bytes)).Gpus!.Count);

        int Count(string vendor) => inventory.Gpus!.Count(g => g.Vendor == vendor);
    }

    [Fact, Trait("bad-input", "118")]
    public async Task Cards_that_die_stay_in_their_place_by_bus_id_and_hide_no_other()
    {
        string before = Order((await ReadAsync()).Inventory);
        // The first and the fifth fall off the bus, one answers nothing but errors, one is gone without a word; an AMD card is given up, another is silent.
        string[] left = [.. Nvidias[1..4], .. Nvidias[5..11]];
        Behave($"Unable to determine the device handle for GPU0: {Nvidias[0]}: GPU is lost.  Reboot the system to recover this GPU\nUnable to determine the device handle for GPU {Nvidias[4]}: Unknown Error\n{Document(left, silent: Nvidias[5])}");
        Directory.Delete(Path.Combine(_folder.Path, "class/drm/card13"), recursive: true);
        Directory.Delete(Path.Combine(_folder.Path, "bus/pci/devices", Amds[3], "driver"), recursive: true);
        _folder.Write("class/drm/card15/device/hwmon/hwmon15/temp1_input", "");

        var (inventory, sample) = await ReadAsync();
        Assert.Equal(before, Order(inventory));
        var faults = inventory.Gpus!.Where(g => sample.Gpus![g.Index].Fault is not null).ToDictionary(g => g.BusId!, g => sample.Gpus![g.Index].Fault!);
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [Nvidias[0]] = "GPU is lost", [Nvidias[4]] = "Unknown Error", [Nvidias[5]] = "Unknown Error", [Nvidias[11]] = "not listed by the driver any more",
                [Amds[3]] = "the amdgpu driver did not start the card", [Amds[5]] = "no sensor of the card answers",
            },
            faults);
        Assert.All(sample.Gpus!.Where(g => g.Fault is not null), g => Assert.Equal((null, null), (g.CoreCelsius, g.PowerWatts)));
        Assert.Equal(13, sample.Gpus!.Count(g => g.CoreCelsius is not null));
        Assert.All(inventory.Gpus!.Where(g => g.Vendor == "nvidia"), g => Assert.StartsWith("NVIDIA GeForce RTX 30", g.Model));   // also the dead ones
        Assert.Contains(Nvidias[0][5..10], Encoding.UTF8.GetString(BloxOs.Agent.Status.StatusTable.Write(inventory, sample)), StringComparison.Ordinal);
    }

    [Fact, Trait("bad-input", "65"), Trait("bad-input", "118")]
    public async Task A_tool_that_hangs_costs_its_own_readings_and_is_an_event_and_no_card_is_called_dead()
    {
        await ReadAsync();
        _folder.Write("behaviour", "sleep 1000\n");
        var roots = new SystemRoots(Proc: _folder.Path, Sys: _folder.Path, Share: _folder.Path);
        var hanging = new Nvidia(new(null, null, _folder.File("nvidia-smi")), new(roots), TimeProvider.System, TimeSpan.FromSeconds(1));
        var roster = new GpuRoster();
        var reader = new RigReader(
            new(roots, () => [], TimeProvider.System), [new Turn(hanging, Nvidias), new Amd(roots, TimeProvider.System, "/nowhere/a", "/nowhere/b"), new Intel(roots, TimeProvider.System)], roster,
            new MinerWatch(roots, () => [], _log, TimeProvider.System), _log, TimeProvider.System, trouble: new(_events, TimeProvider.System));
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        var (inventory, sample) = await reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(19, inventory.Gpus!.Count);
        Assert.Equal(7, sample.Gpus!.Count);   // unknown is not dead, and not 0
        Assert.All(sample.Gpus!, g => Assert.Null(g.Fault));
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        var told = Assert.Single(_events.Take()!);   // not once for each reading
        Assert.Equal(RigEventKinds.Reading, told.Kind);
        Assert.Contains("nvidia: nvidia-smi did not answer in time", told.Text, StringComparison.Ordinal);
    }

    Task<(Inventory Inventory, Stats Sample)> ReadAsync() => _reader.ReadAsync(TestContext.Current.CancellationToken);

    void Behave(string prints)
    {
        string answer = _folder.Write("answer", prints);
        _folder.Write("behaviour", $"cat {answer}\n");
    }

    static string Order(Inventory inventory) => string.Join(' ', inventory.Gpus!.Select(g => $"{g.Index}={g.BusId}"));

    static string Document(IEnumerable<string> buses, string? silent = null) => NvidiaSmiAnswerTests.Document([.. buses.Select(bus => NvidiaSmiAnswerTests.Gpu("0000" + bus.ToUpperInvariant(), Card(bus, bus == silent)))]);

    static string Card(string bus, bool silent)
    {
        int number = Convert.ToInt32(bus[5..7], 16);
        string text = silent ? "[Unknown Error]" : $"{20 + number} C";
        return $"<product_name>NVIDIA GeForce RTX 30{60 + (number % 3 * 10)}</product_name><uuid>GPU-{number}</uuid><fan_speed>{(silent ? text : "60 %")}</fan_speed><temperature><gpu_temp>{text}</gpu_temp><memory_temp>N/A</memory_temp></temperature>"
            + $"<power_readings><power_draw>{(silent ? text : $"{100 + number}.50 W")}</power_draw></power_readings>";
    }

    void OnBus(string bus, string vendor)
    {
        _folder.Write($"bus/pci/devices/{bus}/class", "0x030000\n");
        _folder.Write($"bus/pci/devices/{bus}/vendor", vendor + "\n");
        _folder.Write($"bus/pci/devices/{bus}/driver/bind", "");
    }

    void Amd(int index, string bus)
    {
        OnBus(bus, "0x1002");
        int number = 10 + index;
        string device = $"class/drm/card{number}/device", sensors = $"{device}/hwmon/hwmon{number}";
        _folder.Write($"{device}/vendor", "0x1002\n");
        _folder.Write($"{device}/uevent", $"DRIVER=amdgpu\nPCI_ID=1002:73FF\nPCI_SLOT_NAME={bus}\n");
        _folder.Write($"{device}/mem_info_vram_vendor", index == 0 ? "samsung\n" : "unknown\n");
        _folder.Write($"{sensors}/name", "amdgpu\n");
        _folder.Write($"{sensors}/temp1_input", $"{(40 + Convert.ToInt32(bus[5..7], 16)) * 1000}\n");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Knows the cards at first, and hangs from the second reading on.</summary>
    sealed class Turn(IGpuVendor then, string[] cards) : IGpuVendor
    {
        bool _read;

        public string Id => "nvidia";

        public Task<GpuReport> ReadAsync(CancellationToken cancellation)
        {
            if (_read) { return then.ReadAsync(cancellation); }
            _read = true;
            return Task.FromResult(new GpuReport { Complete = true, Cards = [.. cards.Select(bus => new GpuCard(new() { BusId = bus, Vendor = "nvidia" }, new() { CoreCelsius = 50 }))] });
        }
    }
}
