using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>The same card as the versions of the tools tell it: blocks change their names, quantities their shape, and "unknown" its spelling.</summary>
public sealed class ToolVersionTests
{
    const string Bus = "00000000:0A:00.0";

    static readonly GpuStats Same = new()
    {
        CoreCelsius = 61, FanPercent = 70, PowerWatts = 120.5, PowerLimitWatts = 130, CoreMegahertz = 1410, MemoryMegahertz = 9501, UtilizationPercent = 100, ThrottleReasons = 4, PcieGeneration = 3, PcieWidth = 1, PcieReplays = 9,
    };

    /// <summary>Version 10 and 11: drivers 390 to 515.</summary>
    const string Eleven = """
        <clocks_throttle_reasons><clocks_throttle_reason_gpu_idle>Not Active</clocks_throttle_reason_gpu_idle><clocks_throttle_reason_sw_power_cap>Active</clocks_throttle_reason_sw_power_cap></clocks_throttle_reasons>
        <power_readings><power_state>P2</power_state><power_management>Supported</power_management><power_draw>120.50 W</power_draw><power_limit>130.00 W</power_limit><default_power_limit>170.00 W</default_power_limit>
        <enforced_power_limit>130.00 W</enforced_power_limit><min_power_limit>100.00 W</min_power_limit><max_power_limit>170.00 W</max_power_limit></power_readings>
        """;

    /// <summary>Version 12: drivers 525 to 570.</summary>
    const string Twelve = """
        <clocks_event_reasons><clocks_event_reason_gpu_idle>Not Active</clocks_event_reason_gpu_idle><clocks_event_reason_sw_power_cap>Active</clocks_event_reason_sw_power_cap></clocks_event_reasons>
        <gpu_power_readings><power_state>P2</power_state><power_draw>120.50 W</power_draw><current_power_limit>130.00 W</current_power_limit><requested_power_limit>130.00 W</requested_power_limit>
        <default_power_limit>170.00 W</default_power_limit><min_power_limit>100.00 W</min_power_limit><max_power_limit>170.00 W</max_power_limit></gpu_power_readings>
        <module_power_readings><power_state>P2</power_state><power_draw>N/A</power_draw><current_power_limit>N/A</current_power_limit></module_power_readings>
        """;

    /// <summary>Version 13: from driver 575 on. The block of the memory comes with a power of its own.</summary>
    const string Thirteen = """
        <clocks_event_reasons><clocks_event_reason_gpu_idle>Not Active</clocks_event_reason_gpu_idle><clocks_event_reason_sw_power_cap>Active</clocks_event_reason_sw_power_cap></clocks_event_reasons>
        <clocks_event_reasons_counters><clocks_event_reasons_counters_sw_power_cap>25483012608 us</clocks_event_reasons_counters_sw_power_cap></clocks_event_reasons_counters>
        <gpu_memory_power_readings><average_power_draw>33.00 W</average_power_draw><instant_power_draw>34.00 W</instant_power_draw></gpu_memory_power_readings>
        <gpu_power_readings><power_state>Requested functionality has been deprecated</power_state><average_power_draw>118.20 W</average_power_draw><instant_power_draw>120.50 W</instant_power_draw>
        <current_power_limit>130.00 W</current_power_limit><requested_power_limit>130.00 W</requested_power_limit><default_power_limit>170.00 W</default_power_limit><min_power_limit>100.00 W</min_power_limit>
        <max_power_limit>170.00 W</max_power_limit></gpu_power_readings>
        <module_power_readings><average_power_draw>N/A</average_power_draw><instant_power_draw>N/A</instant_power_draw><current_power_limit>N/A</current_power_limit></module_power_readings>
        <fabric><state>N/A</state><health><summary>N/A</summary></health></fabric><power_smoothing>N/A</power_smoothing>
        """;

    [Theory, Trait("bad-input", "118")]
    [InlineData(Eleven)]
    [InlineData(Twelve)]
    [InlineData(Thirteen)]
    public void Every_version_of_the_document_tells_the_same(string block)
    {
        var report = NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu(Bus, Common + block)), ""));
        var (inventory, stats) = Assert.Single(report.Cards);
        Assert.True(report.Complete);
        Assert.Equal(Same, stats);
        Assert.Equal((100, 170, 170), (inventory.PowerLimitMinWatts, inventory.PowerLimitDefaultWatts, inventory.PowerLimitMaxWatts));
        Assert.Equal((12_884_901_888L, "Gainward", 4, 16, null), (inventory.MemoryBytes, inventory.Board, inventory.PcieGenerationMax, inventory.PcieWidthMax, inventory.MemoryVendor));
    }

    /// <summary>A laptop card and one of a data centre: no fan, no limit, memory temperature or none.</summary>
    [Theory, Trait("bad-input", "118")]
    [InlineData("N/A", null)]
    [InlineData("[N/A]", null)]
    [InlineData("[Not Supported]", null)]
    [InlineData("Requested functionality has been deprecated", null)]
    [InlineData("78 C", 78.0)]
    public void What_a_card_has_not_is_unknown_in_every_spelling(string text, double? memory)
    {
        string unknown = text.EndsWith('C') ? "N/A" : text;
        string block = $"<fan_speed>{unknown}</fan_speed><temperature><gpu_temp>50 C</gpu_temp><memory_temp>{text}</memory_temp></temperature><utilization><gpu_util>{unknown}</gpu_util></utilization>"
            + $"<gpu_power_readings><power_draw>{unknown}</power_draw><current_power_limit>{unknown}</current_power_limit></gpu_power_readings><vbios_version>{unknown}</vbios_version>";
        var (inventory, stats) = Assert.Single(NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu(Bus, block)), "")).Cards);
        Assert.Equal(new() { CoreCelsius = 50, MemoryCelsius = memory }, stats);
        Assert.Null(inventory.Vbios);
    }

    /// <summary>A plain list (ROCm 6.0), an object around it (6.4 and 7), quantities as objects or bare, the BIOS under its newer name.</summary>
    [Theory, Trait("bad-input", "118")]
    [InlineData(
        """[{"gpu":0,"usage":{"gfx_activity":{"value":99,"unit":"%"}},"power":{"socket_power":{"value":119,"unit":"W"},"throttle_status":"UNTHROTTLED"},"clock":{"gfx_0":{"clk":{"value":1350,"unit":"MHz"}},"mem_0":{"clk":{"value":875,"unit":"MHz"}}},"temperature":{"edge":{"value":62,"unit":"C"},"hotspot":{"value":78,"unit":"C"},"mem":{"value":84,"unit":"C"}},"pcie":{"width":1,"speed":{"value":2.5,"unit":"GT/s"}},"fan":{"speed":128,"max":255,"rpm":2100,"usage":{"value":50.2,"unit":"%"}}}]""",
        """[{"gpu":0,"asic":{"market_name":"AMD Radeon RX 5700 XT"},"bus":{"bdf":"0000:0A:00.0"},"vbios":{"name":"NAVI10","part_number":"115-D182PI0-101"},"vram":{"type":"GDDR6","vendor":"MICRON","size":{"value":8176,"unit":"MB"}},"limit":{"max_power":{"value":220,"unit":"W"},"min_power":{"value":0,"unit":"W"},"socket_power":{"value":130,"unit":"W"}}}]""")]
    [InlineData(
        """{"gpu_data":[{"gpu":0,"usage":{"gfx_activity":{"value":99,"unit":"%"},"gfx_busy_inst":{"xcp_0":["N/A"]}},"power":{"socket_power":{"value":119,"unit":"W"},"gfx_voltage":"N/A","throttle_status":"UNTHROTTLED"},"clock":{"gfx_0":{"clk":{"value":1350,"unit":"MHz"},"clk_locked":"DISABLED"},"mem_0":{"clk":{"value":875,"unit":"MHz"}},"gfx_1":{"clk":"N/A"}},"temperature":{"edge":{"value":62,"unit":"C"},"hotspot":{"value":78,"unit":"C"},"mem":{"value":84,"unit":"C"}},"pcie":{"width":1,"speed":{"value":2.5,"unit":"GT/s"},"bandwidth":"N/A"},"fan":{"speed":128,"max":255,"rpm":2100,"usage":{"value":50.2,"unit":"%"}},"throttle":"N/A"}]}""",
        """{"gpu_data":[{"gpu":0,"asic":{"market_name":"AMD Radeon RX 5700 XT"},"bus":{"bdf":"0000:0a:00.0"},"ifwi":{"name":"NAVI10","part_number":"115-D182PI0-101"},"vram":{"type":"GDDR6","vendor":"MICRON","size":{"value":8176,"unit":"MB"}},"limit":{"ppt0":{"max_power_limit":{"value":220,"unit":"W"},"min_power_limit":{"value":0,"unit":"W"},"socket_power_limit":{"value":130,"unit":"W"}},"ppt1":"N/A"}}]}""")]
    public void Every_shape_of_amd_smi_tells_the_same(string metric, string still)
    {
        var (cards, whole) = AmdSmi.Read(metric, still);
        var card = Assert.Single(cards);
        Assert.True(whole);
        Assert.Equal(
            new() { CoreCelsius = 62, HotspotCelsius = 78, MemoryCelsius = 84, FanPercent = 50.2, FanRpm = 2100, PowerWatts = 119, PowerLimitWatts = 130, CoreMegahertz = 1350, MemoryMegahertz = 875, UtilizationPercent = 99, ThrottleReasons = 0, PcieGeneration = 1, PcieWidth = 1 },
            card.Stats);
        Assert.Equal(("0000:0a:00.0", "AMD Radeon RX 5700 XT", 8176L << 20, "micron", "115-D182PI0-101", 0, 220), (card.Inventory.BusId, card.Inventory.Model, card.Inventory.MemoryBytes, card.Inventory.MemoryVendor, card.Inventory.Vbios, card.Inventory.PowerLimitMinWatts, card.Inventory.PowerLimitMaxWatts));
    }

    [Theory, Trait("bad-input", "118")]
    [InlineData("sclk clock speed:", "(1350Mhz)", "mclk clock speed:", "(875Mhz)", "Average Graphics Package Power (W)", "Fan speed (%)", "Temperature (Sensor memory) (C)", "Card series")]
    [InlineData("sclk clock speed", "1350Mhz", "mclk clock speed", "875Mhz", "Current Socket Graphics Package Power (W)", "Fan Speed (%)", "Temperature (Sensor mem) (C)", "Card Series")]
    [InlineData("sclk clock level", "3 (1350Mhz)", "mclk clock level", "2 (875Mhz)", "Socket Graphics Package Power (W)", "Fan speed (%)", "Temperature (Sensor memory) (C)", "Device Name")]
    public void Every_key_of_rocm_smi_tells_the_same(string sclk, string core, string mclk, string memory, string power, string fan, string hot, string name)
    {
        string json = $$"""
            WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status
            {"card1": {"{{name}}": "Radeon RX 5700 XT", "PCI Bus": "0000:0A:00.0", "Temperature (Sensor edge) (C)": "62.0", "Temperature (Sensor junction) (C)": "78.0", "{{hot}}": "84.0", "{{power}}": "119.0",
            "{{fan}}": "50", "{{sclk}}": "{{core}}", "{{mclk}}": "{{memory}}", "GPU use (%)": "99", "GPU memory vendor": "micron", "Unique ID": "N/A"}, "system": {"Driver version": "6.3.6"} }
            """;
        var card = Assert.Single(RocmSmi.Read(json).Cards);
        Assert.Equal(new() { CoreCelsius = 62, HotspotCelsius = 78, MemoryCelsius = 84, FanPercent = 50, PowerWatts = 119, CoreMegahertz = 1350, MemoryMegahertz = 875, UtilizationPercent = 99 }, card.Stats);
        Assert.Equal(("0000:0a:00.0", "Radeon RX 5700 XT", "micron", null, "amdgpu 6.3.6"), (card.Inventory.BusId, card.Inventory.Model, card.Inventory.MemoryVendor, card.Inventory.Uuid, card.Inventory.Driver));
    }

    const string Common = """
        <product_name>NVIDIA GeForce RTX 3060</product_name><uuid>GPU-1</uuid><fan_speed>70 %</fan_speed><fb_memory_usage><total>12288 MiB</total></fb_memory_usage>
        <pci><pci_bus_id>00000000:0A:00.0</pci_bus_id><pci_sub_system_id>F29710B0</pci_sub_system_id><pci_gpu_link_info><pcie_gen><max_link_gen>4</max_link_gen><current_link_gen>3</current_link_gen>
        <device_current_link_gen>4</device_current_link_gen></pcie_gen><link_widths><max_link_width>16x</max_link_width><current_link_width>1x</current_link_width></link_widths></pci_gpu_link_info><replay_counter>9</replay_counter></pci>
        <temperature><gpu_temp>61 C</gpu_temp><gpu_temp_tlimit>22 C</gpu_temp_tlimit><memory_temp>N/A</memory_temp></temperature><utilization><gpu_util>100 %</gpu_util></utilization>
        <clocks><graphics_clock>1410 MHz</graphics_clock><sm_clock>1410 MHz</sm_clock><mem_clock>9501 MHz</mem_clock></clocks><max_clocks><graphics_clock>2100 MHz</graphics_clock><mem_clock>9501 MHz</mem_clock></max_clocks>
        <ecc_errors><volatile><single_bit><total>N/A</total></single_bit><sram_correctable>N/A</sram_correctable></volatile></ecc_errors>
        """;
}
