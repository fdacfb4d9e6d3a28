using System.Collections.Concurrent;
using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>
/// Farms as the overview shows them, asked once in some seconds however many people look, and never more than a few at once. Who may see which farm is
/// not decided here.
/// </summary>
internal sealed partial class FarmLines(IGrainFactory grains, FarmFacts facts, TimeProvider time, ILogger<FarmLines> logger) : IDisposable
{
    /// <summary>How old the line of a farm may be that is shown.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(3);

    /// <summary>How old that of another may be, of which only sums and incidents are.</summary>
    public static readonly TimeSpan KeepOthersFor = TimeSpan.FromSeconds(15);

    /// <summary>How long one farm is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>One that has kept somebody waiting is asked again after this; until then nobody waits for it.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    const int AtOnce = 16;
    const int MostKept = 4_096;

    readonly ConcurrentDictionary<string, (Task<FarmLine?> Line, DateTimeOffset At)> _kept = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _gate = new(AtOnce);

    /// <summary>These farms in their order, without those that do not exist; one that does not answer keeps its name and says so.</summary>
    /// <param name="farms">Farms, their names, and whether they are shown.</param>
    public async Task<IReadOnlyList<FarmLine>> OfAsync(IReadOnlyCollection<(string FarmId, string Name, bool IsShown)> farms) => [.. (await Task.WhenAll(farms.Select(NamedAsync))).OfType<FarmLine>()];

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    async Task<FarmLine?> NamedAsync((string FarmId, string Name, bool IsShown) farm)
    {
        try { return await OneAsync(farm.FarmId, farm.IsShown ? KeepFor : KeepOthersFor); }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            LogSilent(failure, farm.FarmId);
            return FarmLine.Silent(farm.FarmId, farm.Name);
        }
    }

    Task<FarmLine?> OneAsync(string farmId, TimeSpan keepFor)
    {
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(farmId, out var kept) && (!kept.Line.IsCompleted || now - kept.At < AgeOf(kept.Line, keepFor))) { return kept.Line; }
        if (_kept.Count >= MostKept) { _kept.Clear(); }
        var line = AskAsync(farmId);
        _kept[farmId] = (line, now);
        return line;
    }

    /// <summary>How long this is good: a line as long as wanted, having waited in vain a while, any other failure not at all.</summary>
    static TimeSpan AgeOf(Task<FarmLine?> line, TimeSpan keepFor) =>
        line.IsCompletedSuccessfully ? keepFor : line.Exception?.InnerException is TimeoutException ? RetryAfter : TimeSpan.Zero;

    async Task<FarmLine?> AskAsync(string farmId)
    {
        await _gate.WaitAsync();
        try
        {
            if (await grains.GetGrain<IFarmGrain>(farmId).GetView().WaitAsync(Patience, time) is not { } farm) { return null; }
            var rigs = facts.Of(farm);
            return new(FarmHead.Of(farm, rigs), [.. Incident.Of(farm, rigs).Take(FarmLine.MostIncidents)]);
        }
        finally { _gate.Release(); }
    }

    [LoggerMessage(LogLevel.Warning, "Farm {FarmId} does not answer; the overview says so in its row")]
    partial void LogSilent(Exception failure, string farmId);
}
