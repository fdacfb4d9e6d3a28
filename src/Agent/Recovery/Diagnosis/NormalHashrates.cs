namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>
/// Learns what is normal: the median of good minutes, of all cards together and of each, per kind of work. Half hours are kept, two days of them.
/// A minute below the floor teaches nothing, so that a rig that dies slowly does not teach its own death as normal.
/// </summary>
internal sealed class NormalHashrates : IFloors
{
    /// <summary>Good minutes that make a block; before the first is full nothing is known.</summary>
    public const int MinutesOfBlock = 30;

    /// <summary>Blocks that are kept.</summary>
    public const int Blocks = 96;

    /// <summary>Kinds of work that are remembered; the one that was not seen for longest is forgotten first.</summary>
    public const int Works = 16;

    /// <summary>A miner that runs for less teaches nothing.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(10);

    readonly Dictionary<string, LearnedWork> _works = new(StringComparer.Ordinal);
    long _counter;

    /// <summary>Goes on from what is on the disk.</summary>
    public NormalHashrates(IEnumerable<LearnedWork> known)
    {
        foreach (var work in known.Take(Works)) { _works[work.Work] = work; }
        _counter = _works.Count == 0 ? 0 : _works.Values.Max(w => w.UsedAt);
    }

    /// <summary>All that was learned.</summary>
    public IReadOnlyCollection<LearnedWork> Learned => _works.Values;

    /// <inheritdoc/>
    public double? Normal(string work, string? busId = null) =>
        _works.TryGetValue(work, out var known) && known.Series.TryGetValue(busId ?? "", out var series) && series.Blocks.Count > 0 ? Median(series.Blocks) : null;

    /// <summary>Takes one minute of one miner, when it is a good one.</summary>
    /// <param name="miner">The miner.</param>
    /// <param name="healthy">It was judged and is well.</param>
    public void Learn(MinerView miner, bool healthy)
    {
        if (!healthy || miner.RunningFor is not { } running || running < WarmUp || miner.Hashrate is not { } made || !IsSpeed(made)) { return; }
        if (!_works.TryGetValue(miner.Work, out var work))
        {
            if (_works.Count >= Works) { _works.Remove(_works.Values.MinBy(w => w.UsedAt)!.Work); }
            _works[miner.Work] = work = new(miner.Work);
        }
        work.UsedAt = ++_counter;
        Add(work, "", made);
        foreach (var (busId, speed) in miner.CardHashrates)
        {
            if (IsSpeed(speed)) { Add(work, busId, speed); }
        }
    }

    static bool IsSpeed(double value) => double.IsFinite(value) && value > 0;

    static void Add(LearnedWork work, string key, double made)
    {
        if (!work.Series.TryGetValue(key, out var series)) { work.Series[key] = series = new(); }
        series.Minutes.Add(made);
        if (series.Minutes.Count < MinutesOfBlock) { return; }
        series.Blocks.Add(Median(series.Minutes));
        series.Minutes.Clear();
        if (series.Blocks.Count > Blocks) { series.Blocks.RemoveAt(0); }
    }

    static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
