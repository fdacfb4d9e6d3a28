using BloxOs.Agent.Gpus;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>NVIDIA cards whose temperatures a test sets.</summary>
internal sealed class WarmCards : IGpuVendor
{
    public string Id => "nvidia";

    public Dictionary<string, double?> Core { get; } = Rigs.Cards.ToDictionary(c => c, _ => (double?)60);

    public Task<GpuReport> ReadAsync(CancellationToken cancellation) => Task.FromResult(new GpuReport
    {
        Complete = true,
        Cards = [.. Core.Select(c => new GpuCard(new() { BusId = c.Key, Vendor = Id }, new() { CoreCelsius = c.Value }))],
    });
}
