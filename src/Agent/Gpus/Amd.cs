using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;
using BloxOs.Protocol;

namespace BloxOs.Agent.Gpus;

/// <summary>AMD cards: from the driver's own files where they are, otherwise through <c>amd-smi</c>, otherwise through <c>rocm-smi</c>.</summary>
/// <param name="roots">Where the kernel's files are.</param>
/// <param name="time">Clock of the limits.</param>
/// <param name="amdSmi">Name of the program; another one in tests.</param>
/// <param name="rocmSmi">Name of the program; another one in tests.</param>
/// <param name="timeout">Time for one call; 5 s when not given.</param>
internal sealed class Amd(SystemRoots roots, TimeProvider time, string amdSmi = "amd-smi", string rocmSmi = "rocm-smi", TimeSpan? timeout = null) : IGpuVendor
{
    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    readonly PciCards _pci = new(roots);
    readonly AmdFiles _files = new(roots);
    readonly GuardedCall<GpuReport> _guard = new(time, timeout ?? DefaultTimeout);
    readonly ToolRunner _runner = new(time, timeout ?? DefaultTimeout);
    string? _static;

    /// <inheritdoc/>
    public string Id => "amd";

    /// <inheritdoc/>
    public async Task<GpuReport> ReadAsync(CancellationToken cancellation)
    {
        // A card that hangs makes the reading of its files hang.
        var (answered, found) = await _guard.RunAsync(_files.Read, cancellation);
        if (!answered) { return new() { Problem = "the AMD driver does not answer" }; }
        if (found!.Cards.Count > 0 || _pci.Of(PciCards.AmdVendor).Count == 0) { return found; }
        return await FromAmdSmiAsync(cancellation) ?? await FromRocmSmiAsync(cancellation) ?? found;
    }

    async Task<GpuReport?> FromAmdSmiAsync(CancellationToken cancellation)
    {
        if (_static is null)
        {
            var answer = await _runner.RunAsync([amdSmi, "static", "--json"], cancellation);
            if (answer.End != ToolEnd.Exited) { return Ended("amd-smi", answer.End); }
            _static = answer.Output;
        }
        var metric = await _runner.RunAsync([amdSmi, "metric", "--json"], cancellation);
        if (metric.End != ToolEnd.Exited) { return Ended("amd-smi", metric.End); }
        var (cards, whole) = AmdSmi.Read(metric.Output, _static);
        if (cards.Count == 0) { _static = null; }
        return cards.Count == 0 ? null : Report("amd-smi", cards, whole);
    }

    async Task<GpuReport?> FromRocmSmiAsync(CancellationToken cancellation)
    {
        var answer = await _runner.RunAsync([rocmSmi, .. RocmSmi.Arguments], cancellation);
        if (answer.End != ToolEnd.Exited) { return Ended("rocm-smi", answer.End); }
        var (cards, whole) = RocmSmi.Read(answer.Output);
        return cards.Count == 0 ? null : Report("rocm-smi", cards, whole);
    }

    static GpuReport? Ended(string tool, ToolEnd end) => end switch
    {
        ToolEnd.TimedOut => new() { Problem = $"{tool} did not answer in time and was stopped" },
        ToolEnd.TooLong => new() { Problem = $"{tool} printed too much and was stopped" },
        ToolEnd.StillHanging => new() { Problem = $"{tool} still hangs since an earlier reading: the driver does not answer" },
        _ => null,
    };

    /// <summary>Limits and counters of errors a tool may tell of a dead card too.</summary>
    static bool HasReading(GpuStats stats) =>
        (stats.CoreCelsius ?? stats.HotspotCelsius ?? stats.MemoryCelsius ?? stats.PowerWatts ?? stats.CoreMegahertz ?? stats.MemoryMegahertz ?? stats.UtilizationPercent ?? stats.FanPercent ?? stats.FanRpm) is not null;

    /// <summary>A tool that tells no addresses numbers the cards as the kernel lists them: when the counts agree, that order is taken.</summary>
    GpuReport Report(string tool, IReadOnlyList<SmiCard> cards, bool whole)
    {
        var addresses = _pci.Of(PciCards.AmdVendor);
        bool inOrder = cards.All(c => c.Inventory.BusId is null) && addresses.Count == cards.Count;
        var placed = new List<GpuCard>();
        bool answers = whole && cards.Any(static c => HasReading(c.Stats));
        for (int i = 0; i < cards.Count; i++)
        {
            string? busId = cards[i].Inventory.BusId ?? (inOrder ? addresses[i] : null);
            // Compute partitions of one card share its address; the first stands for it.
            if (busId is not null && placed.TrueForAll(p => p.Inventory.BusId != busId))
            {
                // Of others it knows readings and of this one none: it is the card that does not answer.
                bool silent = answers && !HasReading(cards[i].Stats);
                placed.Add(new(cards[i].Inventory with { BusId = busId }, silent ? new() { Fault = $"the card tells {tool} nothing" } : cards[i].Stats));
            }
        }
        string? problem = placed.Count == 0 ? $"{tool} does not tell which card is which" : whole ? null : $"the answer of {tool} breaks off";
        return new() { Cards = placed, Complete = whole && placed.Count > 0, Problem = problem };
    }
}
