using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Telemetry;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Telemetry;

public sealed class KernelWatchTests : IDisposable
{
    const string Xid = "4,1,9000000,-;NVRM: Xid (PCI:0000:0a:00): 79, GPU has fallen off the bus.\n";

    readonly TempDirectory _folder = new();

    SystemRoots Roots => new(Proc: _folder.Path, Dev: _folder.Path);

    KernelWatch Watch(RigEvents events) => new(new(Roots), Roots, events, new(TextWriter.Null, TimeProvider.System), TimeProvider.System);

    static Task ReadAsync(KernelWatch watch) => watch.ReadAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task After_a_boot_lines_of_trouble_are_events_each_once()
    {
        _folder.Write("uptime", "60.00 100.00\n");
        string log = _folder.Write("kmsg", "6,0,1,-;Linux version 6.1\n" + Xid + "4,2,9500000,-;Out of memory: Killed process 7 (miner)\n");
        var events = new RigEvents(TimeProvider.System);
        var watch = Watch(events);
        await ReadAsync(watch);
        var told = events.Take()!;
        Assert.Equal([("kernel", "0000:0a:00.0"), ("kernel", null)], told.Select(e => (e.Kind!, e.BusId)));
        Assert.Equal("NVRM: Xid (PCI:0000:0a:00): 79, GPU has fallen off the bus.", told[0].Text);
        await ReadAsync(watch);
        Assert.Null(events.Take());
        File.AppendAllText(log, "4,3,9900000,-;EXT4-fs (sda2): Remounting filesystem read-only\n");
        await ReadAsync(watch);
        Assert.Equal("EXT4-fs (sda2): Remounting filesystem read-only", Assert.Single(events.Take()!).Text);
    }

    [Fact]
    public async Task An_agent_that_starts_later_knows_the_errors_and_does_not_tell_them_again()
    {
        _folder.Write("uptime", "86400.00 100.00\n");
        _folder.Write("kmsg", Xid);
        var events = new RigEvents(TimeProvider.System);
        var watch = Watch(events);
        await ReadAsync(watch);
        Assert.Null(events.Take());
        Assert.Equal(79, watch.Xids["0000:0a:00.0"]);
    }

    [Fact]
    public async Task Where_the_device_is_refused_the_tool_is_asked_seldom_and_after_a_refusal_hardly_ever()
    {
        _folder.Write("uptime", "86400.00 100.00\n");
        string asked = _folder.File("asked"), allowed = _folder.File("allowed");
        string dmesg = _folder.Script("dmesg", $"echo x >> {asked}; [ -e {allowed} ] || exit 1; cat {allowed}");
        var (events, time) = (new RigEvents(TimeProvider.System), new Microsoft.Extensions.Time.Testing.FakeTimeProvider());
        var watch = new KernelWatch(new(Roots), Roots, events, new(TextWriter.Null, time), time, dmesg);
        async Task<int> AskedAsync(TimeSpan span)
        {
            int before = File.Exists(asked) ? File.ReadAllLines(asked).Length : 0;
            for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(30))
            {
                await ReadAsync(watch);
                time.Advance(TimeSpan.FromSeconds(30));
            }
            return File.ReadAllLines(asked).Length - before;
        }
        Assert.Equal(1, await AskedAsync(TimeSpan.FromMinutes(59)));
        // Somebody allows it: what was logged before the agent could read it is known and not told as new.
        File.WriteAllText(allowed, "<4>[    9.000000] NVRM: Xid (PCI:0000:0a:00): 79, GPU has fallen off the bus.\n");
        Assert.InRange(await AskedAsync(TimeSpan.FromMinutes(20)), 9, 11);
        Assert.Equal(79, watch.Xids["0000:0a:00.0"]);
        Assert.Null(events.Take());
        File.AppendAllText(allowed, "<4>[   99.000000] NVRM: Xid (PCI:0000:0b:00): 31, x\n");
        await AskedAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("0000:0b:00.0", Assert.Single(events.Take()!).BusId);
        // The device may be read now: no tool any more, and nothing twice.
        _folder.Write("kmsg", Xid + "4,3,99000000,-;NVRM: Xid (PCI:0000:0b:00): 31, x\n4,4,120000000,-;Out of memory: Killed process 7 (miner)\n");
        Assert.Equal(0, await AskedAsync(TimeSpan.FromHours(2)));
        Assert.StartsWith("Out of memory", Assert.Single(events.Take()!).Text);
    }

    /// <summary>The agent's unit opens the device for it: <c>kernel.dmesg_restrict</c> is asked only when a file is opened, not when it is read.</summary>
    [Fact]
    public async Task A_device_that_somebody_else_opened_is_read_and_nothing_else_is()
    {
        using (var plain = new KernelLog(Roots, (int)File.OpenHandle(_folder.Write("plain", Xid)).DangerousGetHandle()))
        {
            Assert.Empty(plain.Read(10));
            Assert.NotNull(plain.Problem);
        }
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/dev/kmsg"), "the kernel's log is opened by root only, and not in every container");
        using var device = File.OpenHandle("/dev/kmsg");
        using var given = new KernelLog(Roots, (int)device.DangerousGetHandle());
        string mark = $"bloxos-test-{Guid.NewGuid():N}";
        // A record for each write.
        await File.WriteAllTextAsync("/dev/kmsg", $"<6>{mark} said quietly\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync("/dev/kmsg", $"<4>{mark}\n", TestContext.Current.CancellationToken);
        var lines = new List<string>();
        await Eventually.Async(
            () =>
            {
                lines.AddRange(given.Read(4096).Select(l => l.Message));
                return lines.Contains(mark) && lines.Contains(mark + " said quietly");
            }, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(given.Problem);
        Assert.EndsWith("] " + mark, Assert.Single(given.Newest, l => l.Contains(mark, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.InRange(given.Newest.Count, 1, 100);
        given.Dispose();
        Assert.False(device.IsClosed);
    }

    [Fact]
    public async Task A_flood_is_bounded()
    {
        _folder.Write("uptime", "60.00 100.00\n");
        _folder.Write("kmsg", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"4,{i},{i},-;NVRM: Xid (PCI:0000:{i % 256:x2}:00): {i}, x\n")));
        var events = new RigEvents(TimeProvider.System);
        var watch = Watch(events);
        await ReadAsync(watch);
        int told = 0;
        while (events.Take() is { } some) { told += some.Count; }
        Assert.InRange(told, 1, 32);
        Assert.InRange(watch.Xids.Count, 1, 64);
    }

    [Fact]
    public async Task A_reading_carries_the_last_xid_of_its_card_and_vendors_are_read_side_by_side()
    {
        _folder.Write("uptime", "60.00 100.00\n");
        _folder.Write("kmsg", Xid);
        var log = new AgentLog(TextWriter.Null, TimeProvider.System);
        var hanging = new SlowVendor();
        var reader = new RigReader(new(Roots, () => [], TimeProvider.System), [hanging, new QuickVendor(hanging)], new(), new(Roots, () => [], log, TimeProvider.System), log, TimeProvider.System, Watch(new(TimeProvider.System)));
        var (_, sample) = await reader.ReadAsync(TestContext.Current.CancellationToken);
        var gpu = Assert.Single(sample.Gpus!);
        Assert.Equal(("GPU is lost (Xid 79)", 79), (gpu.Fault, gpu.LastXid));
    }

    /// <summary>Answers only when the other one was asked: read one after the other they would wait for ever.</summary>
    sealed class SlowVendor : IGpuVendor
    {
        public TaskCompletionSource Other { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Id => "amd";

        public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
        {
            await Other.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            return GpuReport.None;
        }
    }

    sealed class QuickVendor(SlowVendor slow) : IGpuVendor
    {
        public string Id => "nvidia";

        public Task<GpuReport> ReadAsync(CancellationToken cancellation)
        {
            slow.Other.TrySetResult();
            return Task.FromResult(new GpuReport { Dead = [new("0000:0a:00.0", "GPU is lost")] });
        }
    }

    public void Dispose() => _folder.Dispose();
}
