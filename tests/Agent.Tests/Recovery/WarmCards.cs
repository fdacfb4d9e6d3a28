using BloxOs.Agent.Gpus;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>NVIDIA cards whose temperatures a test sets.</summary>
internal sealed class WarmCards : IGpuVendor
{
    public string Id => "nvidia";

    public Dictionary<string, double?> Core { get; } = Rigs.Cards.ToDictionary(c => c, _ => (double?)60);

    /// <summary>Cards that the driver calls dead.</summary>
    public HashSet<string> Dead { get; } = [];

    public Task<GpuReport> ReadAsync(CancellationToken cancellation) => Task.FromResult(new GpuReport
    {
        Complete = true,
        Dead = [.. Dead.Select(c => new DeadGpu(c, "GPU is lost"))],
        Cards = [.. Core.Where(c => !Dead.Contains(c.Key)).Select(c => new GpuCard(new() { BusId = c.Key, Vendor = Id }, new() { CoreCelsius = c.Value }))],
    });
}
