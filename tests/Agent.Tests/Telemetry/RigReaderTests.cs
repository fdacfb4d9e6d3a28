using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Telemetry;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Telemetry;

/// <summary>One reading that goes wrong in a way that nobody thought of costs nothing but itself.</summary>
public sealed class RigReaderTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly StringWriter _log = new();

    [Fact]
    public async Task An_unexpected_failure_of_one_source_leaves_the_readings_of_the_others()
    {
        _folder.Write("uptime", "60.00 100.00\n");
        var log = new AgentLog(_log, TimeProvider.System);
        var roots = new BloxOs.Agent.Machine.SystemRoots(Proc: _folder.Path);
        var reader = new RigReader(
            new(roots, () => throw new InvalidOperationException("odd address"), TimeProvider.System), [new Vendor("amd", throws: true), new Vendor("nvidia", throws: false)],
            new(), new(roots, () => throw new InvalidOperationException("odd miner"), log, TimeProvider.System), log, TimeProvider.System);
        var (inventory, sample) = await reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("GPU is lost", Assert.Single(sample.Gpus!).Fault);
        Assert.Equal("0000:0a:00.0", Assert.Single(inventory.Gpus!).BusId);
        Assert.Equal(60, sample.UptimeSeconds);
        Assert.All(["amd: ", "odd driver", "machine: ", "odd address", "miners: ", "odd miner"], said => Assert.Contains(said, _log.ToString()));
    }

    sealed class Vendor(string id, bool throws) : IGpuVendor
    {
        public string Id => id;

        public Task<GpuReport> ReadAsync(CancellationToken cancellation) => throws
            ? throw new InvalidOperationException("odd driver")
            : Task.FromResult(new GpuReport { Dead = [new("0000:0a:00.0", "GPU is lost")] });
    }

    public void Dispose() => _folder.Dispose();
}
