using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>Answers that no capture has, written for the purpose.</summary>
public sealed class NvidiaSmiAnswerTests
{
    internal static string Gpu(string id, string inner = "<temperature><gpu_temp>50 C</gpu_temp></temperature>") => $"<gpu id=\"{id}\">{inner}</gpu>";

    internal static string Document(params string[] gpus) =>
        "<?xml version=\"1.0\" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM \"nvsmi_device_v13.dtd\">\n<nvidia_smi_log><driver_version>600.1</driver_version>\n"
        + string.Concat(gpus) + "</nvidia_smi_log>\n";

    static GpuReport Read(string output, string errors = "", int status = 0) => NvidiaSmiAnswer.Read(new(ToolEnd.Exited, status, output, errors));

    [Fact]
    public void Version_13_prefers_the_instant_power_draw_and_reads_past_deprecated_texts()
    {
        var stats = Read(Document(Gpu("00000001:0A:00.0", """
            <clocks><graphics_clock>1500 MHz</graphics_clock></clocks><max_clocks><graphics_clock>3000 MHz</graphics_clock></max_clocks>
            <gpu_power_readings><power_state>Requested functionality has been deprecated</power_state><average_power_draw>90.00 W</average_power_draw>
            <instant_power_draw>101.5 W</instant_power_draw><current_power_limit>[N/A]</current_power_limit></gpu_power_readings>
            <module_power_readings><instant_power_draw>999 W</instant_power_draw></module_power_readings>
            """))).Cards.Single();
        Assert.Equal("0001:0a:00.0", stats.Inventory.BusId);
        Assert.Equal((101.5, null, 1500d), (stats.Stats.PowerWatts, stats.Stats.PowerLimitWatts, stats.Stats.CoreMegahertz));
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("[N/A]")]
    [InlineData("[Not Supported]")]
    [InlineData("[Unknown Error]")]
    [InlineData("[GPU requires reset]")]
    [InlineData("[Insufficient Permissions]")]
    [InlineData("ERR!")]
    [InlineData("NaN C")]
    [InlineData("")]
    public void What_is_unknown_is_absent_and_never_0(string text)
    {
        var stats = Read(Document(Gpu("00000000:01:00.0", $"<fan_speed>{text}</fan_speed><temperature><gpu_temp>50 C</gpu_temp></temperature>"))).Cards.Single().Stats;
        Assert.Equal((null, 50d, null), (stats.FanPercent, stats.CoreCelsius, stats.Fault));
    }

    [Fact]
    public void A_decimal_comma_of_another_locale_is_read() =>
        Assert.Equal(61.5, Read(Document(Gpu("00000000:01:00.0", "<temperature><gpu_temp>61,5 C</gpu_temp></temperature>"))).Cards.Single().Stats.CoreCelsius);

    [Fact]
    public void A_card_whose_every_reading_is_an_error_is_dead()
    {
        var card = Read(Document(Gpu("00000000:01:00.0", "<fan_speed>[GPU is lost]</fan_speed><clocks><mem_clock>[GPU is lost]</mem_clock></clocks>"))).Cards.Single();
        Assert.Equal("GPU is lost", card.Stats.Fault);
    }

    [Fact]
    public void An_error_line_on_either_stream_stands_beside_the_living_cards()
    {
        const string first = "Unable to determine the device handle for GPU0: 0000:24:00.0: GPU is lost.  Reboot the system to recover this GPU\r\n";
        const string second = "Unable to determine the device handle for GPU 00000000:25:00.0: Unknown Error\n";
        var report = Read(first + "WARNING: something\n" + Document(Gpu("00000000:26:00.0")) + "trailing text", second);
        Assert.Equal(["0000:24:00.0", "0000:25:00.0"], report.Dead.Select(d => d.BusId));
        Assert.Equal("0000:26:00.0", Assert.Single(report.Cards).Inventory.BusId);
        Assert.True(report.Complete);
    }

    [Theory]
    [InlineData("<nvidia_smi_log><gpu id=\"00000000:01:00.0\"><fan_speed>5 %</fan_speed></gpu><gpu id=\"00000000:02:00.0\"><fan_")]
    [InlineData("<nvidia_smi_log><gpu id=\"00000000:01:00.0\"><fan_speed>5 %</fan_speed></gpu><gpu></nvidia_smi_log>")]
    [InlineData("<nvidia_smi_log><gpu id=\"00000000:01:00.0\"><fan_speed>5 %</fan_speed></gpu>&bomb;</nvidia_smi_log>")]
    public void A_damaged_document_keeps_the_cards_before_the_break_and_knows_nothing_of_the_others(string xml)
    {
        var report = Read(xml);
        Assert.Equal(5, Assert.Single(report.Cards).Stats.FanPercent);
        Assert.False(report.Complete);
        Assert.NotNull(report.Problem);
    }

    [Fact]
    public void An_entity_bomb_is_not_expanded()
    {
        const string bomb = "<?xml version=\"1.0\"?><!DOCTYPE nvidia_smi_log [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
            + "<nvidia_smi_log><gpu id=\"00000000:01:00.0\"><product_name>&b;</product_name></gpu></nvidia_smi_log>";
        Assert.Empty(Read(bomb).Cards);
    }

    [Theory]
    [InlineData("", 139, "exit status 139")]
    [InlineData("Segmentation fault", 139, "Segmentation fault")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 9, "not loaded")]
    public void A_failure_is_a_problem_with_its_text(string output, int status, string said) => Assert.Contains(said, Read(output, "", status).Problem);

    [Fact]
    public void A_missing_tool_is_no_problem() => Assert.Null(NvidiaSmiAnswer.Read(ToolAnswer.Nothing(ToolEnd.Missing)).Problem);

    [Theory]
    [InlineData("00000000:0A:00.0", "0000:0a:00.0")]
    [InlineData("0000:0A:00.0", "0000:0a:00.0")]
    [InlineData("0A:00.0", "0000:0a:00.0")]
    [InlineData("00010000:E1:1F.7", "10000:e1:1f.7")]
    [InlineData("GPU-1", null)]
    [InlineData("0000:0A:00.9", null)]
    public void A_bus_id_has_one_spelling(string text, string? expected) => Assert.Equal(expected, PciAddress.Normalize(text));
}
