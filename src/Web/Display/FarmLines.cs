using System.Collections.Concurrent;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>
/// Farms as the overview shows them, asked once in some seconds however many people look, and never more than a few at once. Who may see which farm is
/// not decided here.
/// </summary>
internal sealed class FarmLines(IGrainFactory grains, FarmFacts facts, TimeProvider time) : IDisposable
{
    /// <summary>How old a line may be.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(3);

    const int AtOnce = 16;
    const int MostKept = 4_096;

    readonly ConcurrentDictionary<string, (Task<FarmLine?> Line, DateTimeOffset At)> _kept = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _gate = new(AtOnce);

    /// <summary>These farms in their order, without those that do not exist.</summary>
    public async Task<IReadOnlyList<FarmLine>> OfAsync(IReadOnlyCollection<string> farmIds) => [.. (await Task.WhenAll(farmIds.Select(OneAsync))).OfType<FarmLine>()];

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    Task<FarmLine?> OneAsync(string farmId)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(farmId, out var kept) && now - kept.At < KeepFor && !kept.Line.IsFaulted) { return kept.Line; }
        if (_kept.Count >= MostKept) { _kept.Clear(); }
        var line = AskAsync(farmId);
        _kept[farmId] = (line, now);
        return line;
    }

    async Task<FarmLine?> AskAsync(string farmId)
    {
        await _gate.WaitAsync();
        try
        {
            if (await grains.GetGrain<IFarmGrain>(farmId).GetView() is not { } farm) { return null; }
            var rigs = facts.Of(farm);
            return new(FarmHead.Of(farm, rigs), [.. Incident.Of(farm, rigs).Take(FarmLine.MostIncidents)]);
        }
        finally { _gate.Release(); }
    }
}
