using BloxOs.Agent.Machine;
using BloxOs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Machine;

public sealed class CpuTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly FakeTimeProvider _time = new();

    [Fact]
    public void Power_is_the_sum_of_the_packages_over_a_wrap()
    {
        void Set(long first, long second)
        {
            Zone("intel-rapl:0", "package-0", first);
            Zone("intel-rapl:1", "package-1", second);
            Zone("intel-rapl:0:0", "core", first / 2);
            Zone("intel-rapl-mmio:0", "package-0", first);
        }
        var power = new CpuPower(new(Sys: _folder.Path), _time);
        Set(999_000_000, 0);
        Assert.Null(power.Read());
        _time.Advance(TimeSpan.FromSeconds(10));
        Set(499_000_000, 400_000_000);   // the first one wrapped at 1,000,000,000
        Assert.Equal(50 + 40, power.Read());
    }

    [Fact]
    public void A_counter_that_nobody_may_read_is_no_power() => Assert.Null(new CpuPower(new(Sys: "/nowhere"), _time).Read());

    [Fact]
    public void Use_is_what_happened_between_two_readings()
    {
        var use = new CpuUse(new(Proc: _folder.Path));
        _folder.Write("stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1\n");
        Assert.Null(use.Read());
        _folder.Write("stat", "cpu  175 0 100 820 5 0 0 0 0 0\n");
        Assert.Equal(75, use.Read());
        _folder.Write("stat", "intr 5\n");
        Assert.Null(use.Read());
    }

    [Fact]
    public void A_disk_that_takes_no_writes_is_noticed()
    {
        var disk = new SystemDisk(new(Proc: _folder.Path));
        Assert.Null(disk.IsReadOnly());
        Assert.Equal((null, null), disk.Read());
        _folder.Write("self/mounts", "/dev/sda2 / ext4 rw,relatime,errors=remount-ro 0 0\nproc /proc proc rw 0 0\n");
        Assert.False(disk.IsReadOnly());
        Assert.InRange(disk.Read().FreeBytes!.Value, 1, disk.Read().TotalBytes!.Value);
        _folder.Write("self/mounts", "/dev/sda2 / ext4 ro,relatime 0 0\n");
        Assert.True(disk.IsReadOnly());
    }

    void Zone(string zone, string name, long energy)
    {
        _folder.Write($"class/powercap/{zone}/name", name + "\n");
        _folder.Write($"class/powercap/{zone}/energy_uj", energy + "\n");
        _folder.Write($"class/powercap/{zone}/max_energy_range_uj", "1000000000\n");
    }

    public void Dispose() => _folder.Dispose();
}
