using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tests.Support;
using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Tests.Gpus;

/// <summary>Captures of real cards and drivers.</summary>
public sealed class NvidiaCaptureTests
{
    static GpuReport Read(string file) => NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, File.ReadAllText(Captures.NvidiaSmi(file)), ""));

    [Theory, Trait("bad-input", "118")]
    [InlineData("netdata-a100-sxm4-mig.xml", "0000:00:04.0", "NVIDIA A100-SXM4-40GB", 36, 44, null, 66.92, 400, 1410, 1215, null, 40960, "510.47.03")]
    [InlineData("netdata-rtx-3060.xml", "0000:01:00.0", "NVIDIA GeForce RTX 3060 Laptop GPU", 45, null, null, 8.70, null, 210, 405, 0, 6144, "515.65.01")]
    [InlineData("netdata-rtx-4090-driver-535.xml", "0000:84:00.0", "NVIDIA GeForce RTX 4090", 40, null, 0, 26.84, 450, 210, 405, 0, 24564, "535.86.05")]
    [InlineData("telegraf-a100-sxm4-v12.xml", "0000:01:00.0", "NVIDIA A100-SXM4-80GB", 27, 44, null, 67.03, 500, 1275, 1593, null, 81920, "535.54.03")]
    [InlineData("telegraf-a10g.xml", "0000:00:1e.0", "NVIDIA A10G", 17, null, 0, 25.58, 300, 210, 405, 0, 23028, "515.105.01")]
    [InlineData("telegraf-gtx-1070-ti.xml", "0000:01:00.0", "GeForce GTX 1070 Ti", 39, null, 100, null, null, 135, 405, 0, 4096, null)]
    [InlineData("telegraf-quadro-p400.xml", "0000:43:00.0", "Quadro P400", 33, null, 34, null, null, 139, 405, 0, 1998, "418.43")]
    [InlineData("telegraf-rtx-3060-v12.xml", "0000:2d:00.0", "NVIDIA GeForce RTX 3060", 42, null, 0, 11.63, 170, 210, 405, 0, 12288, "570.124.04")]
    [InlineData("telegraf-rtx-3080-v12.xml", "0000:04:00.0", "NVIDIA GeForce RTX 3080", 31, null, 0, 22.78, 336, 210, 405, 0, 10240, "536.40")]
    [InlineData("telegraf-rtx-3090-v12.xml", "0000:00:10.0", "NVIDIA GeForce RTX 3090", 37, null, 0, 27.23, 200, 0, 405, 0, 24576, "525.147.05")]
    public void A_capture_gives_one_card_with_its_values(
        string file, string busId, string model, int core, int? memory, int? fan, double? watts, int? limit, int clock, int memoryClock, int? use, long mebibytes,
        string? driver)
    {
        var report = Read(file);
        Assert.True(report.Complete);
        Assert.Null(report.Problem);
        var (inventory, stats) = Assert.Single(report.Cards);
        Assert.Equal((busId, model, driver, mebibytes << 20), (inventory.BusId, inventory.Model, inventory.Driver, inventory.MemoryBytes));
        Assert.Equal(("nvidia", null), (inventory.Vendor, stats.Fault));
        Assert.Equal((core, memory, fan), (stats.CoreCelsius, stats.MemoryCelsius, stats.FanPercent));
        Assert.Equal((watts, limit), (stats.PowerWatts, stats.PowerLimitWatts));
        Assert.Equal((clock, memoryClock, use), (stats.CoreMegahertz, stats.MemoryMegahertz, stats.UtilizationPercent));
    }

    [Theory, Trait("bad-input", "118")]
    [InlineData("telegraf-rtx-3090-v12.xml", 100, 350, 375, "94.02.71.40.72", "GPU-12345678-aaaa-bbbb-cccc-0123456789ab")]
    [InlineData("telegraf-rtx-3080-v12.xml", 100, 320, 336, "94.02.71.40.72", "GPU-19d6d965-2acc-f646-00f8-4c76979aabb4")]
    [InlineData("netdata-rtx-4090-driver-535.xml", 10, 450, 600, "95.02.18.80.5F", "GPU-71d1acc2-662d-2166-bf9f-65272d2fc437")]
    [InlineData("telegraf-gtx-1070-ti.xml", null, null, null, null, "GPU-f9ba66fc-a7f5-94c5-da19-019ef2f9c665")]
    public void A_capture_gives_the_limits_of_the_card(string file, int? lowest, int? normal, int? highest, string? vbios, string uuid)
    {
        var card = Assert.Single(Read(file).Cards).Inventory;
        Assert.Equal((lowest, normal, highest), (card.PowerLimitMinWatts, card.PowerLimitDefaultWatts, card.PowerLimitMaxWatts));
        Assert.Equal((vbios, uuid), (card.Vbios, card.Uuid));
    }

    [Theory, Trait("bad-input", "118")]
    [InlineData("error-gpu-lost-old.txt", "0000:0a:00.0", "GPU is lost")]
    [InlineData("error-gpu-lost-new-then-csv.txt", "0000:24:00.0", "GPU is lost")]
    [InlineData("error-unknown-error-handle.txt", "0000:0b:00.0", "Unknown Error")]
    public void An_error_text_names_the_dead_card(string file, string busId, string fault) =>
        Assert.Equal(new DeadGpu(busId, fault), Assert.Single(Read(file).Dead));

    [Theory, Trait("bad-input", "118")]
    [InlineData("error-driver-mismatch-2021.txt")]
    [InlineData("error-driver-mismatch-2025.txt")]
    public void A_driver_mismatch_is_a_problem_for_people(string file)
    {
        var report = Read(file);
        Assert.Empty(report.Cards);
        Assert.Empty(report.Dead);
        Assert.False(report.Complete);
        Assert.Contains("restart the rig", report.Problem);
    }

    [Fact, Trait("bad-input", "118")]
    public void No_devices_is_a_normal_state() => Assert.Equal(GpuReport.None, Read("error-no-devices.txt"));
}
