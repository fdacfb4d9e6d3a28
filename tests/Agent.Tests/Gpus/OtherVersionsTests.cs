using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>Answers of vendors' tools that no capture has: half dead cards, partitions, other versions, sentinels.</summary>
public sealed class OtherVersionsTests
{
    static GpuReport Nvidia(string output) => NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, output, ""));

    static GpuCard NvidiaCard(string inner) => Assert.Single(Nvidia(NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu("00000000:0B:00.0", inner))).Cards);

    /// <summary>The driver knows a dead card's name, memory, limits, link and even clocks by itself.</summary>
    [Theory, Trait("bad-input", "118")]
    [InlineData("Unknown Error", "Unknown Error")]
    [InlineData("[Unknown Error]", "Unknown Error")]
    [InlineData("[GPU requires reset]", "GPU requires reset")]
    [InlineData("GPU requires reset", "GPU requires reset")]
    [InlineData("GPU is lost", "GPU is lost")]
    [InlineData("ERR!", "ERR!")]
    public void A_card_with_an_error_for_its_temperature_and_power_is_dead_though_its_limits_and_clocks_are_told(string text, string fault)
    {
        string power = $"<power_state>{text}</power_state><power_draw>{text}</power_draw><power_limit>250.00 W</power_limit><enforced_power_limit>250.00 W</enforced_power_limit>";
        foreach (string more in (string[])["", "<clocks><graphics_clock>139 MHz</graphics_clock><mem_clock>405 MHz</mem_clock></clocks>"])
        {
            var (inventory, stats) = NvidiaCard($"<product_name>GeForce GTX 1080 Ti</product_name><uuid>GPU-2</uuid><fan_speed>{text}</fan_speed><fb_memory_usage><total>11178 MiB</total></fb_memory_usage>"
                + $"<temperature><gpu_temp>{text}</gpu_temp></temperature><utilization><gpu_util>{text}</gpu_util></utilization><power_readings>{power}</power_readings>{more}");
            Assert.Equal(new() { Fault = fault }, stats);
            Assert.Equal(("0000:0b:00.0", "GeForce GTX 1080 Ti", 11_720_982_528L), (inventory.BusId, inventory.Model, inventory.MemoryBytes));
        }
    }

    /// <summary>An error in one place is not a dead card.</summary>
    [Theory, Trait("bad-input", "118")]
    [InlineData("<fan_speed>Unknown Error</fan_speed><temperature><gpu_temp>61 C</gpu_temp></temperature><power_readings><power_draw>Unknown Error</power_draw></power_readings>")]
    [InlineData("<temperature><gpu_temp>[Unknown Error]</gpu_temp></temperature><gpu_power_readings><instant_power_draw>101.00 W</instant_power_draw></gpu_power_readings>")]
    [InlineData("<ecc_errors><volatile><dram_correctable>Unknown Error</dram_correctable></volatile></ecc_errors><temperature><gpu_temp>N/A</gpu_temp></temperature><utilization><gpu_util>99 %</gpu_util></utilization>")]
    public void A_card_with_an_error_in_one_place_lives(string inner) => Assert.Null(NvidiaCard(inner).Stats.Fault);

    /// <summary>The whole card is listed, its instances are not cards.</summary>
    [Fact, Trait("bad-input", "118")]
    public void A_partitioned_card_is_one_card()
    {
        var (inventory, stats) = NvidiaCard("""
            <product_name>NVIDIA A100-PCIE-40GB</product_name><mig_mode><current_mig>Enabled</current_mig><pending_mig>Enabled</pending_mig></mig_mode>
            <mig_devices><mig_device><index>0</index><gpu_instance_id>1</gpu_instance_id><fb_memory_usage><total>19968 MiB</total></fb_memory_usage><temperature><gpu_temp>99 C</gpu_temp></temperature></mig_device></mig_devices>
            <fan_speed>N/A</fan_speed><fb_memory_usage><total>40960 MiB</total></fb_memory_usage><utilization><gpu_util>N/A</gpu_util></utilization><temperature><gpu_temp>33 C</gpu_temp><memory_temp>31 C</memory_temp></temperature>
            <ecc_errors><volatile><sram_correctable>0</sram_correctable><sram_uncorrectable_parity>1</sram_uncorrectable_parity><sram_uncorrectable_secded>2</sram_uncorrectable_secded><dram_correctable>7</dram_correctable><dram_uncorrectable>0</dram_uncorrectable></volatile>
            <aggregate><dram_uncorrectable>500</dram_uncorrectable></aggregate></ecc_errors>
            <gpu_power_readings><average_power_draw>31.50 W</average_power_draw><instant_power_draw>32.25 W</instant_power_draw><current_power_limit>250.00 W</current_power_limit></gpu_power_readings>
            """);
        Assert.Equal((40L << 30, "NVIDIA A100-PCIE-40GB"), (inventory.MemoryBytes, inventory.Model));
        Assert.Equal(new() { CoreCelsius = 33, MemoryCelsius = 31, PowerWatts = 32.25, PowerLimitWatts = 250, EccCorrected = 7, EccUncorrected = 3 }, stats);
    }

    /// <summary>Driver 390 in text: no memory temperature, throttle reasons under their old names.</summary>
    [Fact, Trait("bad-input", "118")]
    public void The_text_of_an_old_driver_with_a_card_that_needs_a_reset()
    {
        var report = Nvidia("""

            ==============NVSMI LOG==============

            Timestamp                           : Mon Nov 30 01:00:00 2026
            Driver Version                      : 390.157

            Attached GPUs                       : 2
            GPU 00000000:01:00.0
                Product Name                    : GeForce GTX 1070
                GPU UUID                        : GPU-a
                VBIOS Version                   : 86.04.50.00.1D
                PCI
                    Bus Id                      : 00000000:01:00.0
                    GPU Link Info
                        PCIe Generation
                            Max                 : 3
                            Current             : 1
                        Link Width
                            Max                 : 16x
                            Current             : 1x
                Fan Speed                       : 65 %
                Clocks Throttle Reasons
                    Idle                        : Not Active
                    SW Power Cap                : Active
                    HW Slowdown                 : Not Active
                        HW Thermal Slowdown     : Not Active
                FB Memory Usage
                    Total                       : 8119 MiB
                Utilization
                    Gpu                         : 100 %
                Temperature
                    GPU Current Temp            : 66 C
                    GPU Shutdown Temp           : 99 C
                Power Readings
                    Power Management            : Supported
                    Power Draw                  : 118.42 W
                    Power Limit                 : 120.00 W
                    Default Power Limit         : 151.00 W
                    Enforced Power Limit        : 120.00 W
                    Min Power Limit             : 75.00 W
                    Max Power Limit             : 170.00 W
                Clocks
                    Graphics                    : 1683 MHz
                    Memory                      : 3802 MHz

            GPU 00000000:02:00.0
                Product Name                    : GeForce GTX 1070
                Fan Speed                       : [GPU requires reset]
                Temperature
                    GPU Current Temp            : [GPU requires reset]
                Power Readings
                    Power Draw                  : [GPU requires reset]
                    Power Limit                 : 120.00 W

            """);
        Assert.True(report.Complete);
        Assert.Equal(
            new() { CoreCelsius = 66, FanPercent = 65, PowerWatts = 118.42, PowerLimitWatts = 120, CoreMegahertz = 1683, MemoryMegahertz = 3802, UtilizationPercent = 100, ThrottleReasons = 4, PcieGeneration = 1, PcieWidth = 1 },
            report.Cards[0].Stats);
        Assert.Equal(("390.157", 75, 151, 170, 3), (report.Cards[0].Inventory.Driver, report.Cards[0].Inventory.PowerLimitMinWatts, report.Cards[0].Inventory.PowerLimitDefaultWatts, report.Cards[0].Inventory.PowerLimitMaxWatts, report.Cards[0].Inventory.PcieGenerationMax));
        Assert.Equal(("0000:02:00.0", "GPU requires reset"), (report.Cards[1].Inventory.BusId, report.Cards[1].Stats.Fault));
    }

    [Fact, Trait("bad-input", "118")]
    public void A_table_with_units_a_dead_card_and_what_may_not_be_read()
    {
        var report = Nvidia("""
            index, pci.bus_id, name, temperature.gpu, fan.speed [%], power.draw [W], power.limit [W], clocks.current.graphics [MHz], memory.total [MiB], utilization.gpu [%], vbios_version
            0, 00000000:01:00.0, NVIDIA GeForce RTX 4090, 55, 40 %, 310.25 W, 320.00 W, 2505 MHz, 24564 MiB, 100 %, [Insufficient Permissions]
            1, 00000000:02:00.0, NVIDIA GeForce RTX 4090, [Unknown Error], [Unknown Error], [Unknown Error], 320.00 W, [Unknown Error], 24564 MiB, [Unknown Error], 95.02
            """);
        Assert.Equal(new() { CoreCelsius = 55, FanPercent = 40, PowerWatts = 310.25, PowerLimitWatts = 320, CoreMegahertz = 2505, UtilizationPercent = 100 }, report.Cards[0].Stats);
        Assert.Null(report.Cards[0].Inventory.Vbios);
        Assert.Equal("Unknown Error", report.Cards[1].Stats.Fault);
    }

    /// <summary>All ones of a 16 or 32 bit register is "not told"; a heat of 65535 °C would stop every miner.</summary>
    [Theory, Trait("bad-input", "118")]
    [InlineData("65535")]
    [InlineData("4294967295")]
    [InlineData("18446744073709551615")]
    [InlineData("\"N/A\"")]
    [InlineData("{\"value\":\"N/A\",\"unit\":\"x\"}")]
    [InlineData("{\"value\":65535,\"unit\":\"x\"}")]
    [InlineData("null")]
    [InlineData("[]")]
    public void What_amd_smi_does_not_know_is_unknown(string unknown)
    {
        var (cards, whole) = AmdSmi.Read("""
            [{"gpu":0,"usage":{"gfx_activity":UNKNOWN},"power":{"socket_power":UNKNOWN,"throttle_status":"N/A"},"clock":{"gfx_0":{"clk":UNKNOWN},"mem_0":"N/A"},"temperature":{"edge":UNKNOWN,"hotspot":UNKNOWN,"mem":UNKNOWN},
            "pcie":{"width":UNKNOWN,"speed":UNKNOWN},"fan":{"speed":UNKNOWN,"max":255,"rpm":UNKNOWN,"usage":UNKNOWN},"ecc":"N/A","mem_usage":{"total_vram":{"value":16,"unit":"GB"}}}]
            """.Replace("UNKNOWN", unknown, StringComparison.Ordinal), """[{"gpu":0,"asic":{"market_name":"N/A","asic_serial":"N/A"},"bus":{"bdf":"0000:0C:00.0"},"board":{"product_name":"AMD Radeon RX 7900 XT"},"limit":"N/A"}]""");
        Assert.True(whole);
        Assert.Equal(new(), Assert.Single(cards).Stats);
        Assert.Equal(("AMD Radeon RX 7900 XT", 16L << 30, null), (cards[0].Inventory.Model, cards[0].Inventory.MemoryBytes, cards[0].Inventory.Uuid));
    }

    /// <summary>The first versions for Vega and Polaris, and one on a kernel that is newer than the tool.</summary>
    [Theory, Trait("bad-input", "118")]
    [InlineData("""{"card0": {"GPU ID": "0x67df", "Temperature (Sensor #1) (C)": "54.0", "Fan Speed (%)": "49.8", "Average Graphics Package Power (W)": "88.1", "sclk clock level": "5 (1215Mhz)", "GPU use (%)": "100", "PCI Bus": "0000:03:00.0"}}""", 54.0, 88.1, 1215.0)]
    [InlineData("""{"card0": {"Device ID": "0x67df", "Temperature (Sensor edge) (C)": "54.0", "Average Graphics Package Power (W)": "N/A", "Current Socket Graphics Package Power (W)": "88.1", "sclk clock speed:": "(1215Mhz)", "Card Series": "N/A", "Fan Speed (%)": "49.8", "GPU use (%)": "100", "PCI Bus": "0000:03:00.0", "0": "2.5GT/s x1"}, "system": {"Driver version": "N/A"}}""", 54.0, 88.1, 1215.0)]
    public void Rocm_smi_of_its_first_and_its_last_versions(string json, double core, double watts, double clock)
    {
        var (cards, whole) = RocmSmi.Read(json);
        var card = Assert.Single(cards);
        Assert.True(whole);
        Assert.Equal(new() { CoreCelsius = core, FanPercent = 49.8, PowerWatts = watts, CoreMegahertz = clock, UtilizationPercent = 100 }, card.Stats);
        Assert.Equal("0000:03:00.0", card.Inventory.BusId);
    }
}
