using BloxOs.Agent.Gpus;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Gpus;

public sealed class IntelTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly FakeTimeProvider _time = new();

    void Card(string name, string bus, string driver, string device, params (string File, string Text)[] files)
    {
        _folder.Write($"class/drm/{name}/device/vendor", "0x8086\n");
        _folder.Write($"class/drm/{name}/device/device", device + "\n");
        _folder.Write($"class/drm/{name}/device/uevent", $"DRIVER={driver}\nPCI_ID=8086:{device[2..]}\nPCI_SUBSYS_ID=1849:6006\nPCI_SLOT_NAME={bus}\n");
        _folder.Write($"class/drm/{name}/device/hwmon/hwmon5/name", driver + "\n");
        foreach (var (file, text) in files) { _folder.Write($"class/drm/{name}/{file}", text + "\n"); }
    }

    [Fact]
    public async Task A_card_is_read_and_the_processors_graphics_part_is_not()
    {
        Card("card0", "0000:00:02.0", "i915", "0x4692");
        Card("card1", "0000:03:00.0", "xe", "0xe20b",
            ("device/hwmon/hwmon5/temp2_label", "pkg"), ("device/hwmon/hwmon5/temp2_input", "52000"), ("device/hwmon/hwmon5/temp3_label", "vram"), ("device/hwmon/hwmon5/temp3_input", "60000"),
            ("device/hwmon/hwmon5/fan1_input", "1500"), ("device/hwmon/hwmon5/power1_cap", "190000000"), ("device/hwmon/hwmon5/energy1_label", "card"), ("device/hwmon/hwmon5/energy1_input", "1000000"),
            ("device/tile0/gt0/freq0/act_freq", "2850"), ("device/tile0/gt0/freq0/throttle/reason_status", "1"), ("device/tile0/gt0/freq0/throttle/reason_pl1", "1"),
            ("device/current_link_speed", "8.0 GT/s PCIe"), ("device/current_link_width", "8"));
        var vendor = new Intel(new(Sys: _folder.Path), _time);
        var (inventory, stats) = Assert.Single((await vendor.ReadAsync(TestContext.Current.CancellationToken)).Cards);
        Assert.Equal(("0000:03:00.0", "intel", "Intel Arc B580", "ASRock", "xe"), (inventory.BusId, inventory.Vendor, inventory.Model, inventory.Board, inventory.Driver));
        Assert.Equal(new() { CoreCelsius = 52, MemoryCelsius = 60, FanRpm = 1500, PowerLimitWatts = 190, CoreMegahertz = 2850, ThrottleReasons = 4, PcieGeneration = 3, PcieWidth = 8 }, stats);
        _time.Advance(TimeSpan.FromSeconds(10));
        _folder.Write("class/drm/card1/device/hwmon/hwmon5/energy1_input", "1201000000\n");
        Assert.Equal(120, (await vendor.ReadAsync(TestContext.Current.CancellationToken)).Cards[0].Stats.PowerWatts);
    }

    [Fact]
    public async Task The_older_driver_has_other_files()
    {
        Card("card1", "0000:03:00.0", "i915", "0x56a0", ("device/hwmon/hwmon5/temp1_input", "47000"), ("device/hwmon/hwmon5/power1_max", "225000000"), ("gt_act_freq_mhz", "2400"));
        var (inventory, stats) = Assert.Single((await new Intel(new(Sys: _folder.Path), _time).ReadAsync(TestContext.Current.CancellationToken)).Cards);
        Assert.Equal(("Intel Arc A770", 47d, 225d, 2400d), (inventory.Model, stats.CoreCelsius, stats.PowerLimitWatts, stats.CoreMegahertz));
    }

    public void Dispose() => _folder.Dispose();
}
