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

    readonly TimeSpan _timeout = timeout ?? DefaultTimeout;
    readonly ToolRunner _runner = new(time, timeout ?? DefaultTimeout);
    readonly GuardedCall<GpuReport?> _guard = new(time, timeout ?? DefaultTimeout);
    readonly GuardedCall<object?> _releasing = new(time, timeout ?? DefaultTimeout);
    readonly NvmlReader? _nvml = sources.Library is { } library ? new(library, pci) : null;
    readonly List<string> _columns = [.. NvidiaSmiCsv.Columns];
    readonly List<string> _heatColumns = [.. NvidiaSmiCsv.HeatColumns];
    uint _next;

    /// <inheritdoc/>
    public string Id => "nvidia";

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        if (await ReadLibraryAsync(cancellation) is { } found) { return found; }
        var answer = await _runner.RunAsync(sources.Replacement ?? [sources.Tool, "-q", "-x"], cancellation);
        var report = NvidiaSmiAnswer.Read(answer);
        if (sources.Replacement is not null || answer.End != ToolEnd.Exited || report.Cards.Count > 0 || report.Complete) { return report; }
        return report.Dead.Count > 0 ? await ReadOneByOneAsync(report, cancellation) : await ReadTableAsync(_columns, report, cancellation);
    }

    /// <summary>
    /// Through the library everything costs little. The tool answers a whole question in a second or more with many cards, the few fields that matter here in a fraction of that.
    /// </summary>
    public async Task<GpuReport> ReadHeatAsync(CancellationToken cancellation)
    {
        if (sources.Replacement is not null) { return await ReadAsync(cancellation); }
        if (await ReadLibraryAsync(cancellation) is { } found) { return found; }
        while (true)
        {
            var answer = await QueryAsync(_heatColumns, cancellation);
            if (answer.End == ToolEnd.Exited && NvidiaSmiCsv.UnknownField(answer.Output + answer.Errors) is { } unknown && _heatColumns.Remove(unknown)) { continue; }
            var report = NvidiaSmiAnswer.Read(answer, _heatColumns);
            // With old drivers one lost card blanks the whole answer.
            return answer.End != ToolEnd.Exited || report.Cards.Count > 0 || report.Complete ? report : await ReadAsync(cancellation);
        }
    }

    Task<ToolAnswer> QueryAsync(List<string> columns, CancellationToken cancellation) =>
        _runner.RunAsync([sources.Tool, $"--query-gpu={string.Join(',', columns)}", "--format=csv,noheader,nounits"], cancellation);

    /// <inheritdoc/>
    public async Task<bool> ReleaseAsync(CancellationToken cancellation)
    {
        if (_nvml is null) { return true; }
        bool released = false;
        var (answered, _) = _guard.Hangs ? (false, null) : await _releasing.RunAsync(() => { released = _nvml.Release(); return null; }, cancellation);
        return answered && released;
    }

    /// <summary>Null when there is no library to ask.</summary>
    async Task<GpuReport?> ReadLibraryAsync(CancellationToken cancellation)
    {
        if (_nvml is null) { return null; }
        var (answered, found) = await _guard.RunAsync(_nvml.Read, cancellation);
        // nvidia-smi would hang in the same driver.
        return answered ? found : new() { Problem = "the NVIDIA driver does not answer" };
    }

    /// <summary>With old drivers one lost card blanks the whole answer: the others are asked by their address.</summary>
    async Task<GpuReport> ReadOneByOneAsync(GpuReport report, CancellationToken cancellation)
    {
        var cards = new List<GpuCard>();
        var dead = new Dictionary<string, DeadGpu>(StringComparer.Ordinal);
        foreach (var gpu in report.Dead) { dead[gpu.BusId] = gpu; }
        string[] others = [.. pci.Of(PciCards.NvidiaVendor).Where(b => !dead.ContainsKey(b))];
        long begun = time.GetTimestamp();
        // The guard against heat waits for this: what the time does not suffice for comes first the next time.
        for (int i = 0; i < Math.Min(others.Length, MaximumSingleCalls) && time.GetElapsedTime(begun) < _timeout; i++)
        {
            string busId = others[_next++ % others.Length];
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
    async Task<GpuReport> ReadTableAsync(List<string> columns, GpuReport report, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt <= MaximumUnknownFields; attempt++)
        {
            var answer = await QueryAsync(columns, cancellation);
            if (answer.End != ToolEnd.Exited) { return report; }
            if (NvidiaSmiCsv.UnknownField(answer.Output + answer.Errors) is not { } unknown)
            {
                var table = NvidiaSmiAnswer.Read(answer, columns);
                return table.Cards.Count > 0 || table.Dead.Count > 0 ? table : report;
            }
            if (!columns.Remove(unknown)) { return report; }
        }
        return report;
    }
}
