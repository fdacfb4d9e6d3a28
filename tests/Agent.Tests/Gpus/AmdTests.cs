using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>The vendor on a tree of files written after the kernel's documentation, and with programs in place of the tools.</summary>
public sealed class AmdTests : IDisposable
{
    readonly TempDirectory _folder = new();

    Amd Vendor(string amdSmi = "/nowhere/amd-smi", string rocmSmi = "/nowhere/rocm-smi") =>
        new(new(Sys: _folder.Path, Share: _folder.Path), TimeProvider.System, amdSmi, rocmSmi, TimeSpan.FromSeconds(60));

    static Task<GpuReport> ReadAsync(Amd vendor) => vendor.ReadAsync(TestContext.Current.CancellationToken);

    void OnBus(string bus, bool driver = true)
    {
        _folder.Write($"bus/pci/devices/{bus}/class", "0x030000\n");
        _folder.Write($"bus/pci/devices/{bus}/vendor", "0x1002\n");
        if (driver) { _folder.Write($"bus/pci/devices/{bus}/driver/bind", ""); }
    }

    void Card(int number, string bus, params (string File, string Text)[] files)
    {
        OnBus(bus);
        string device = $"class/drm/card{number}/device";
        _folder.Write($"{device}/vendor", "0x1002\n");
        _folder.Write($"{device}/uevent", $"DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:731F\nPCI_SUBSYS_ID=1043:04E2\nPCI_SLOT_NAME={bus}\n");
        _folder.Write($"{device}/revision", "0xc1\n");
        _folder.Write($"{device}/hwmon/hwmon{number + 3}/name", "amdgpu\n");
        foreach (var (file, text) in files) { _folder.Write($"{device}/{file.Replace("H/", $"hwmon/hwmon{number + 3}/")}", text); }
    }

    [Fact]
    public async Task Everything_that_the_driver_tells_is_read()
    {
        byte[] metrics = new byte[120];
        (metrics[0], metrics[2], metrics[3]) = (120, 1, 3);
        BitConverter.TryWriteBytes(metrics.AsSpan(112), (1UL << 1) | (1UL << 36));
        Card(4, "0000:0a:00.0",
            ("H/temp1_label", "junction\n"), ("H/temp1_input", "81000\n"), ("H/temp2_label", "edge\n"), ("H/temp2_input", "64000\n"), ("H/temp3_label", "mem\n"), ("H/temp3_input", "0\n"),
            ("H/pwm1", "128\n"), ("H/pwm1_max", "255\n"), ("H/fan1_input", "2100\n"), ("H/power1_average", "118000000\n"), ("H/power1_cap", "130000000\n"),
            ("H/power1_cap_min", "0\n"), ("H/power1_cap_max", "220000000\n"), ("H/power1_cap_default", "190000000\n"), ("H/freq1_label", "sclk\n"), ("H/freq1_input", "1350000000\n"),
            ("pp_dpm_mclk", "0: 100Mhz \0\0\n1: 875Mhz *\n"), ("pp_dpm_pcie", "0: 2.5GT/s, x1 619Mhz *\n1: 8.0GT/s, x16 619Mhz \n"), ("gpu_busy_percent", "99\n"),
            ("mem_info_vram_total", "8573157376\n"), ("mem_info_vram_vendor", "micron\n"), ("vbios_version", "115-D182PI0-101\n"), ("unique_id", "8f3a0dd1e2c4b596\n"),
            ("current_link_speed", "16.0 GT/s PCIe\n"), ("current_link_width", "16\n"), ("max_link_speed", "16.0 GT/s PCIe\n"), ("max_link_width", "16\n"),
            ("pcie_replay_count", "7\n"), ("ras/umc_err_count", "ue: 1\nce: 12\n"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "class/drm/card4/device/gpu_metrics"), metrics);
        _folder.Write("class/drm/card4-DP-1/status", "disconnected\n");
        _folder.Write("module/amdgpu/version", "6.3.6\n");
        _folder.Write("libdrm/amdgpu.ids", "# list\n1.0.0\n731F,\tC1,\tAMD Radeon RX 5700 XT\n");
        var report = await ReadAsync(Vendor());
        Assert.True(report.Complete);
        var (inventory, stats) = Assert.Single(report.Cards);
        Assert.Equal(
            new() { BusId = "0000:0a:00.0", Vendor = "amd", Model = "AMD Radeon RX 5700 XT", Uuid = "8f3a0dd1e2c4b596", MemoryBytes = 8_573_157_376, MemoryVendor = "micron", Board = "ASUS", Vbios = "115-D182PI0-101", Driver = "amdgpu 6.3.6", PcieGenerationMax = 4, PcieWidthMax = 16, PowerLimitMinWatts = 0, PowerLimitDefaultWatts = 190, PowerLimitMaxWatts = 220 },
            inventory);
        Assert.Equal(
            new() { CoreCelsius = 64, HotspotCelsius = 81, FanPercent = 50.2, FanRpm = 2100, PowerWatts = 118, PowerLimitWatts = 130, CoreMegahertz = 1350, MemoryMegahertz = 875, UtilizationPercent = 99, ThrottleReasons = 36, PcieGeneration = 1, PcieWidth = 1, PcieReplays = 7, EccCorrected = 12, EccUncorrected = 1 },
            stats);
    }

    [Fact, Trait("bad-input", "118")]
    public async Task A_card_whose_sensors_are_silent_and_one_that_the_driver_gave_up_are_dead()
    {
        Card(0, "0000:01:00.0", ("H/temp1_input", "50000\n"));
        Card(7, "0000:02:00.0", ("H/temp1_input", ""), ("H/power1_average", ""));
        OnBus("0000:03:00.0", driver: false);
        _folder.Write("module/amdgpu/refcnt", "1");
        var report = await ReadAsync(Vendor());
        Assert.Equal([null, "no sensor of the card answers"], report.Cards.Select(c => c.Stats.Fault));
        Assert.Equal(new DeadGpu("0000:03:00.0", "the amdgpu driver did not start the card"), Assert.Single(report.Dead));
    }

    [Fact]
    public async Task Without_the_drivers_files_the_newer_tool_is_asked_and_then_the_older_one()
    {
        OnBus("0000:0a:00.0");
        string smi = _folder.Script("amd-smi", """
            echo "/usr/lib/python3/x.py:1: SyntaxWarning: 'return' in a 'finally' block" >&2
            case "$1" in
              static) echo '{"gpu_data":[{"gpu":0,"bus":{"bdf":"0000:0A:00.0"},"asic":{"market_name":"AMD Radeon RX 7800 XT"}}]}' ;;
              metric) echo 'SyntaxWarning: x'; echo '{"gpu_data":[{"gpu":0,"temperature":{"edge":{"value":45,"unit":"C"}},"fan":{"speed":51,"max":255,"rpm":"N/A","usage":"N/A"}}]}' ;;
            esac
            """);
        var card = Assert.Single((await ReadAsync(Vendor(smi))).Cards);
        Assert.Equal(("0000:0a:00.0", "AMD Radeon RX 7800 XT", 45, 20, null), (card.Inventory.BusId, card.Inventory.Model, card.Stats.CoreCelsius, card.Stats.FanPercent, card.Stats.FanRpm));
        string rocm = _folder.Script("rocm-smi", """echo '{"card0": {"Temperature (Sensor edge) (C)": "47.0", "Fan speed (%)": "30"}, "system": {"Driver version": "6.0"}}'""");
        card = Assert.Single((await ReadAsync(Vendor(rocmSmi: rocm))).Cards);
        Assert.Equal(("0000:0a:00.0", 47, 30, "amdgpu 6.0"), (card.Inventory.BusId, card.Stats.CoreCelsius, card.Stats.FanPercent, card.Inventory.Driver));
    }

    [Fact, Trait("bad-input", "118")]
    public async Task A_card_of_which_the_tool_tells_nothing_while_it_tells_of_others_is_dead()
    {
        OnBus("0000:0a:00.0");
        OnBus("0000:0b:00.0");
        string smi = _folder.Script("amd-smi", """
            case "$1" in
              static) echo '[{"gpu":0,"bus":{"bdf":"0000:0a:00.0"},"limit":{"socket_power":{"value":130,"unit":"W"}}},{"gpu":1,"bus":{"bdf":"0000:0b:00.0"},"limit":{"socket_power":{"value":130,"unit":"W"}}}]' ;;
              metric) echo '[{"gpu":0,"temperature":{"edge":{"value":45,"unit":"C"}}},{"gpu":1,"temperature":{"edge":"N/A"},"power":{"socket_power":"N/A"}}]' ;;
            esac
            """);
        var report = await ReadAsync(Vendor(smi));
        Assert.Equal([("0000:0a:00.0", null), ("0000:0b:00.0", "the card tells amd-smi nothing")], report.Cards.Select(c => (c.Inventory.BusId!, c.Stats.Fault)));
        string one = _folder.Script("amd-smi", "case \"$1\" in static) echo '[{\"gpu\":0,\"bus\":{\"bdf\":\"0000:0a:00.0\"}}]' ;; metric) echo '[{\"gpu\":0}]' ;; esac");
        Assert.Null(Assert.Single((await ReadAsync(Vendor(one))).Cards).Stats.Fault);   // it may be the tool
    }

    [Fact]
    public async Task A_rig_without_such_cards_starts_no_tool()
    {
        string tool = _folder.Script("tool", $"touch {_folder.Path}/started");
        var report = await ReadAsync(Vendor(tool, tool));
        Assert.Equal((0, 0, null), (report.Cards.Count, report.Dead.Count, report.Problem));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "started")));
    }

    public void Dispose() => _folder.Dispose();
}
