using BloxOs.Agent.Configuration;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Gpus;

/// <summary>Every vendor that the agent can read; the one place that names them.</summary>
internal static class GpuVendors
{
    /// <summary>All vendors, ready to read.</summary>
    public static IReadOnlyList<IGpuVendor> Create(AgentOptions options, SystemRoots roots, TimeProvider time) =>
    [
        new Nvidia(NvidiaSources.Of(options), new PciCards(roots), time),
        new Amd(roots, time),
        new Intel(roots, time),
    ];
}
