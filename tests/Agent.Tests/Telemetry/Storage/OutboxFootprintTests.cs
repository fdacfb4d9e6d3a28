using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Telemetry.Storage;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Telemetry.Storage;

/// <summary>A day of a rig with twelve cards: what it takes on disk, and of it, and what is written.</summary>
[Collection(nameof(OutboxFootprintTests))]
public sealed class OutboxFootprintTests : IDisposable
{
    const int Day = 2_880;

    readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    static Stats Sample(int number)
    {
        var random = new Random(number);
        return new()
        {
            At = 1_795_000_000_000 + (number * 30_000L),
            UptimeSeconds = 86_400 + (number * 30),
            MemoryUsedBytes = 3_000_000_000 + random.Next(1_000_000_000),
            Cpu = new() { Load1 = random.Next(1000) / 100.0, Celsius = 40 + random.Next(10) },
            Gpus = [.. Enumerable.Range(0, 12).Select(i => new GpuStats
            {
                Index = i, CoreCelsius = 50 + random.Next(20), MemoryCelsius = 80 + random.Next(20), HotspotCelsius = 60 + random.Next(20), FanPercent = 60 + random.Next(20),
                PowerWatts = 100 + (random.Next(5000) / 100.0), CoreMegahertz = 1000 + random.Next(500), MemoryMegahertz = 8000 + random.Next(1000), UtilizationPercent = 100,
            })],
            Work =
            [
                new()
                {
                    Miner = "t-rex", Algorithm = "kawpow", Pool = "stratum+ssl://pool.example:4444", Hashrate = 3e8 + random.Next(10_000_000),
                    Accepted = number, Rejected = number / 90, Gpus = [.. Enumerable.Range(0, 12).Select(i => new GpuWork { Index = i, Hashrate = 2.5e7 + random.Next(1_000_000), Accepted = number / 12, Rejected = 0 })],
                },
            ],
        };
    }

    Outbox Open() => new(SpilledSamples.Open(_folder.File("outbox"), new AgentLog(TextWriter.Null, TimeProvider.System), TimeProvider.System));

    long OnDisk => Directory.GetFiles(_folder.File("outbox")).Sum(f => new FileInfo(f).Length);

    [Fact]
    public void A_day_without_the_server_fits_on_disk_and_hardly_anything_of_it_is_in_memory()
    {
        using (var outbox = Open())
        {
            outbox.Add(Sample(0));
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int i = 1; i < Day; i++) { Assert.True(outbox.Add(Sample(i))); }
            long memory = GC.GetTotalMemory(forceFullCollection: true) - before;
            TestContext.Current.SendDiagnosticMessage($"a day of 12 cards: {OnDisk} bytes on disk, {memory} bytes of memory");
            Assert.True(OnDisk <= 8_000_000, $"{OnDisk} bytes on disk");
            Assert.True(memory <= 2_000_000, $"{memory} bytes in memory");
        }
        using var after = Open();
        after.Welcome(0);
        long sequence = 0;
        while (after.TakeAfter(sequence, ProtocolLimits.BacklogSamples) is { Count: > 0 } samples)
        {
            Assert.Equal(sequence + 1, samples[0].Sequence);
            Assert.Equal(Leaves.Of(Sample((int)sequence) with { Sequence = sequence + 1 }), Leaves.Of(samples[0]));
            sequence = samples[^1].Sequence;
        }
        Assert.Equal(Day, sequence);
    }

    [Fact]
    public void Without_a_disk_the_memory_is_bounded_and_the_newest_are_kept()
    {
        var outbox = new Outbox();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 2 * Day; i++) { outbox.Add(Sample(i)); }
        long memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(memory <= 2_000_000, $"{memory} bytes in memory");
        Assert.Equal(2 * Day, outbox.Dropped + outbox.Count);
        TestContext.Current.SendDiagnosticMessage($"in memory: {outbox.Count} samples, {memory} bytes");
        outbox.Welcome(0);
        Assert.Equal(Sample((2 * Day) - 1).At, outbox.TakeAfter(0, 10_000)[^1].At);
    }

    [Fact]
    public void A_day_of_confirmed_samples_leaves_nothing_on_disk()
    {
        using var outbox = Open();
        outbox.Welcome(0);
        for (int i = 1; i <= Day; i++)
        {
            outbox.Add(Sample(i));
            Assert.Equal(i, Assert.Single(outbox.TakeAfter(i - 1, 1)).Sequence);
            outbox.Acknowledge(i);
            Assert.Equal(0, OnDisk);
        }
    }
}
