using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Gpus;

/// <summary>NVIDIA cards through <c>nvidia-smi -q -x</c>.</summary>
/// <param name="replacement">Whole command in place of <c>nvidia-smi -q -x</c>; null for the tool itself.</param>
/// <param name="pci">Finds the cards when the tool answers for none.</param>
/// <param name="time">Clock of the limits.</param>
/// <param name="tool">Name of the program; another one in tests.</param>
/// <param name="timeout">Time for one call; 5 s when not given.</param>
internal sealed class Nvidia(
    IReadOnlyList<string>? replacement, PciCards pci, TimeProvider time, string tool = "nvidia-smi", TimeSpan? timeout = null) : IGpuVendor
{
    const int MaximumSingleCalls = 16;
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    readonly ToolRunner _runner = new(time, timeout ?? DefaultTimeout);

    /// <inheritdoc/>
    public string Id => "nvidia";

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        var answer = await _runner.RunAsync(replacement ?? [tool, "-q", "-x"], cancellation);
        var report = NvidiaSmiAnswer.Read(answer);
        bool blanked = report.Cards.Count == 0 && report.Dead.Count > 0;
        return blanked && replacement is null ? await ReadOneByOneAsync(report, cancellation) : report;
    }

    /// <summary>With old drivers one lost card blanks the whole answer: the others are asked by their address.</summary>
    async Task<GpuReport> ReadOneByOneAsync(GpuReport report, CancellationToken cancellation)
    {
        var cards = new List<GpuCard>();
        var dead = new Dictionary<string, DeadGpu>(StringComparer.Ordinal);
        foreach (var gpu in report.Dead) { dead[gpu.BusId] = gpu; }
        foreach (string busId in pci.Of(PciCards.NvidiaVendor).Where(b => !dead.ContainsKey(b)).Take(MaximumSingleCalls).ToArray())
        {
            var answer = await _runner.RunAsync([tool, "-q", "-x", "-i", busId], cancellation);
            // A call that hangs would hang again for the next card.
            if (answer.End != ToolEnd.Exited) { break; }
            var single = NvidiaSmiAnswer.Read(answer);
            cards.AddRange(single.Cards.Where(c => c.Inventory.BusId == busId));
            foreach (var gpu in single.Dead) { dead[gpu.BusId] = gpu; }
        }
        return report with { Cards = cards, Dead = [.. dead.Values] };
    }
}
