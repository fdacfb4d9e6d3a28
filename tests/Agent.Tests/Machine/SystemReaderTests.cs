using System.Net;
using BloxOs.Agent.Machine;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Machine;

public sealed class SystemReaderTests : IDisposable
{
    readonly TempDirectory _folder = new();

    SystemReader Reader => new(new(Path.Combine(_folder.Path, "proc"), Path.Combine(_folder.Path, "sys"), Path.Combine(_folder.Path, "etc")), () => ["10.0.0.5"], TimeProvider.System);

    [Fact]
    public void Everything_that_Linux_tells_is_read()
    {
        _folder.Write("proc/sys/kernel/hostname", "rig01\n");
        _folder.Write("proc/sys/kernel/osrelease", "6.1.0-mining\n");
        _folder.Write("proc/sys/kernel/random/boot_id", "0f-1\n");
        _folder.Write("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD Ryzen 9 5950X\n\nprocessor\t: 1\nmodel name\t: AMD Ryzen 9 5950X\n");
        _folder.Write("proc/meminfo", "MemTotal:       16384 kB\nMemFree:  1 kB\nMemAvailable:   12288 kB\n");
        _folder.Write("proc/uptime", "3661.52 7000.00\n");
        _folder.Write("proc/loadavg", "1.25 0.80 0.50 1/200 999\n");
        _folder.Write("etc/os-release", "NAME=\"Ubuntu\"\nPRETTY_NAME=\"Ubuntu 22.04.4 LTS\"\n");
        var inventory = Reader.ReadInventory();
        Assert.Equal(("rig01", "6.1.0-mining", "0f-1"), (inventory.HostName, inventory.Kernel, inventory.BootId));
        Assert.Equal(("AMD Ryzen 9 5950X", 2, 16_777_216L), (inventory.CpuModel, inventory.CpuThreads, inventory.MemoryBytes));
        Assert.Equal("Ubuntu 22.04.4 LTS", inventory.OperatingSystem);
        Assert.Equal(["10.0.0.5"], inventory.Addresses);
        var stats = Reader.ReadStats();
        Assert.Equal((3661, 1.25, 4_194_304L), (stats.UptimeSeconds, stats.Cpu!.Load1, stats.MemoryUsedBytes));
        Assert.Null(stats.Cpu.Celsius);
    }

    [Fact]
    public void Without_any_file_everything_is_absent()
    {
        Assert.Equal(new Inventory { Addresses = null }, Reader.ReadInventory() with { Addresses = null });
        Assert.Equal(new Stats(), Reader.ReadStats());
    }

    [Fact]
    public void Broken_files_are_absent_values()
    {
        _folder.Write("proc/meminfo", "MemTotal: many kB\nMemAvailable:\n");
        _folder.Write("proc/uptime", "NaN\n");
        _folder.Write("proc/loadavg", "\n");
        _folder.Write("proc/cpuinfo", "\0\0\0");
        Assert.Equal(new Stats(), Reader.ReadStats());
        Assert.Null(Reader.ReadInventory().CpuThreads);
    }

    [Theory]
    [InlineData("k10temp", "Tctl", "Tdie", 55.5)]
    [InlineData("coretemp", "Core 0", "Package id 0", 55.5)]
    [InlineData("nvme", "Composite", "Sensor 1", null)]
    public void The_temperature_of_the_processor_is_that_of_its_best_sensor(string driver, string firstLabel, string secondLabel, double? expected)
    {
        _folder.Write("sys/class/hwmon/hwmon3/name", driver + "\n");
        _folder.Write("sys/class/hwmon/hwmon3/temp1_label", firstLabel + "\n");
        _folder.Write("sys/class/hwmon/hwmon3/temp1_input", "75000\n");
        _folder.Write("sys/class/hwmon/hwmon3/temp2_label", secondLabel + "\n");
        _folder.Write("sys/class/hwmon/hwmon3/temp2_input", "55500\n");
        Assert.Equal(expected, Reader.ReadStats().Cpu?.Celsius);
    }

    [Fact]
    public void A_thermal_zone_serves_where_there_is_no_sensor()
    {
        _folder.Write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
        _folder.Write("sys/class/thermal/thermal_zone0/temp", "20000\n");
        _folder.Write("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n");
        _folder.Write("sys/class/thermal/thermal_zone1/temp", "61000\n");
        Assert.Equal(61, Reader.ReadStats().Cpu?.Celsius);
    }

    [Fact]
    public void Addresses_are_few_and_useful()
    {
        string[] all = ["fe80::1", "127.0.0.1", "fd00::5", "192.168.1.9", "10.0.0.1", "::1", "10.0.0.1", .. Enumerable.Range(1, 20).Select(i => $"172.16.0.{i}")];
        var chosen = LocalAddresses.Choose(all.Select(IPAddress.Parse));
        Assert.Equal(8, chosen.Count);
        Assert.Equal("10.0.0.1", chosen[0]);
        Assert.DoesNotContain(chosen, a => a.Contains(':') || a.StartsWith("127."));
    }

    public void Dispose() => _folder.Dispose();
}
