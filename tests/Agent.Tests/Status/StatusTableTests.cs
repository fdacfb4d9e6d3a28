using System.Text;
using BloxOs.Agent.Status;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Status;

public sealed class StatusTableTests
{
    static string[] Lines(Inventory inventory, Stats sample) => Encoding.UTF8.GetString(StatusTable.Write(inventory, sample)).Split('\n');

    [Fact]
    public void Machine_cards_and_miners_stand_in_columns()
    {
        var inventory = new Inventory
        {
            HostName = "oak-7", Addresses = ["192.168.1.7"], OperatingSystem = "Debian 12", Kernel = "6.1", CpuModel = "Ryzen", CpuThreads = 12, MemoryBytes = 16L << 30, DiskBytes = 32L << 30, DiskReadOnly = true,
            Gpus = [new() { Index = 0, BusId = "0000:0a:00.0", Model = "RTX 3080", MemoryBytes = 10L << 30 }, new() { Index = 1, BusId = "0000:0b:00.0", Model = "RX 580" }],
        };
        var sample = new Stats
        {
            UptimeSeconds = 93_784, MemoryUsedBytes = 3L << 29, DiskFreeBytes = 8L << 30, Cpu = new() { Celsius = 51.4, Load1 = 0.5 },
            Gpus = [new() { Index = 0, CoreCelsius = 61, FanPercent = 0, PowerWatts = 220.4, UtilizationPercent = 99 }, new() { Index = 1, Fault = "GPU is lost" }],
            Work = [new() { Miner = "T-Rex", Algorithm = "kawpow", Hashrate = 30_120_000, Accepted = 12, UptimeSeconds = 3_720 }, new() { Miner = "XMRig\u001b[2J", Algorithm = "randomx" }],
        };
        string[] lines = Lines(inventory, sample);
        Assert.Equal("Rig        oak-7  192.168.1.7", lines[0]);
        Assert.Equal("System     Debian 12  kernel 6.1  up 1 d 2 h", lines[1]);
        Assert.Equal("Processor  Ryzen  12 threads  51 °C  load 0.50", lines[3]);
        Assert.Equal("Memory     1.5 GiB used of  16.0 GiB", lines[4]);
        Assert.Equal("Disk       8.0 GiB free of  32.0 GiB  READ-ONLY", lines[5]);
        Assert.Equal("#  BUS           MODEL     MEM GiB  CORE °C  HOT °C  MEM °C  FAN %  POWER W  LIMIT W  CORE MHz  MEM MHz  USE %  STATE", lines[7]);
        Assert.Equal("0  0000:0a:00.0  RTX 3080       10       61       -       -      0      220        -         -        -     99  ok", lines[8]);
        Assert.Equal("1  0000:0b:00.0  RX 580          -        -       -       -      -        -        -         -        -      -  DEAD: GPU is lost", lines[9]);
        Assert.Equal("MINER      VERSION  ALGORITHM  COIN    HASHRATE  ACCEPTED  REJECTED  STALE  INVALID         UP  POOL", lines[11]);
        Assert.Equal("T-Rex      -        kawpow     -     30.12 MH/s        12         -      -        -  1 h 2 min  -", lines[12]);
        Assert.Equal("XMRig [2J  -        randomx    -       starting         -         -      -        -          -  -", lines[13]);
    }

    [Fact]
    public void A_rig_without_anything_says_so()
    {
        string[] lines = Lines(new(), new());
        Assert.Equal("Rig        -", lines[0]);
        Assert.Contains("No cards. \"bloxos-agent doctor\" says whether a driver is missing.", lines);
        Assert.Contains("No miner runs.", lines);
    }
}
