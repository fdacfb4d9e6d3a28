using BloxOs.Agent.Tools;

namespace BloxOs.Agent.Gpus;

/// <summary>NVIDIA cards: through the driver's library where there is one, otherwise through <c>nvidia-smi</c>, whole or as a table.</summary>
/// <param name="sources">What to ask.</param>
/// <param name="pci">Finds the cards when the tool answers for none.</param>
/// <param name="time">Clock of the limits.</param>
/// <param name="timeout">Time for one call; 5 s when not given.</param>
internal sealed class Nvidia(NvidiaSources sources, PciCards pci, TimeProvider time, TimeSpan? timeout = null) : IGpuVendor
{
    const int MaximumSingleCalls = 16, MaximumUnknownFields = 8;
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    readonly ToolRunner _runner = new(time, timeout ?? DefaultTimeout);
    readonly GuardedCall<GpuReport?> _guard = new(time, timeout ?? DefaultTimeout);
    readonly NvmlReader? _nvml = sources.Library is { } library ? new(library, pci) : null;
    List<string>? _columns;

    /// <inheritdoc/>
    public string Id => "nvidia";

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        if (_nvml is not null)
        {
            var (answered, found) = await _guard.RunAsync(_nvml.Read, cancellation);
            // nvidia-smi would hang in the same driver.
            if (!answered) { return new() { Problem = "the NVIDIA driver does not answer" }; }
            if (found is not null) { return found; }
        }
        var answer = await _runner.RunAsync(sources.Replacement ?? [sources.Tool, "-q", "-x"], cancellation);
        var report = NvidiaSmiAnswer.Read(answer);
        if (sources.Replacement is not null || answer.End != ToolEnd.Exited || report.Cards.Count > 0 || report.Complete) { return report; }
        return report.Dead.Count > 0 ? await ReadOneByOneAsync(report, cancellation) : await ReadTableAsync(report, cancellation);
    }

    /// <summary>With old drivers one lost card blanks the whole answer: the others are asked by their address.</summary>
    async Task<GpuReport> ReadOneByOneAsync(GpuReport report, CancellationToken cancellation)
    {
        var cards = new List<GpuCard>();
        var dead = new Dictionary<string, DeadGpu>(StringComparer.Ordinal);
        foreach (var gpu in report.Dead) { dead[gpu.BusId] = gpu; }
        foreach (string busId in pci.Of(PciCards.NvidiaVendor).Where(b => !dead.ContainsKey(b)).Take(MaximumSingleCalls).ToArray())
        {
            var answer = await _runner.RunAsync([sources.Tool, "-q", "-x", "-i", busId], cancellation);
            // A call that hangs would hang again for the next card.
            if (answer.End != ToolEnd.Exited) { break; }
            var single = NvidiaSmiAnswer.Read(answer);
            cards.AddRange(single.Cards.Where(c => c.Inventory.BusId == busId));
            foreach (var gpu in single.Dead) { dead[gpu.BusId] = gpu; }
        }
        return report with { Cards = cards, Dead = [.. dead.Values] };
    }

    /// <summary>The whole answer is of no use: the few fields that matter are asked for, less and less of them while the driver does not know one.</summary>
    async Task<GpuReport> ReadTableAsync(GpuReport report, CancellationToken cancellation)
    {
        _columns ??= [.. NvidiaSmiCsv.Columns];
        for (int attempt = 0; attempt <= MaximumUnknownFields; attempt++)
        {
            var answer = await _runner.RunAsync([sources.Tool, $"--query-gpu={string.Join(',', _columns)}", "--format=csv,noheader,nounits"], cancellation);
            if (answer.End != ToolEnd.Exited) { return report; }
            if (NvidiaSmiCsv.UnknownField(answer.Output + answer.Errors) is not { } unknown)
            {
                var table = NvidiaSmiAnswer.Read(answer, _columns);
                return table.Cards.Count > 0 || table.Dead.Count > 0 ? table : report;
            }
            if (!_columns.Remove(unknown)) { return report; }
        }
        return report;
    }
}
