namespace BloxOs.Data.History;

/// <summary>The readings of one sample, in whole numbers of the precision in which they are recorded. Used again for the next one.</summary>
public sealed class SampleValues
{
    readonly List<SampleValue> _values = [];
    readonly List<WorkLabel> _works = [];

    /// <summary>What was read.</summary>
    public IReadOnlyList<SampleValue> Values => _values;

    /// <summary>The pieces of work; <see cref="SampleValue.Work"/> counts them from 1.</summary>
    public IReadOnlyList<WorkLabel> Works => _works;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _values.Clear();
        _works.Clear();
    }

    /// <summary>Adds a piece of work; returns its number, from 1.</summary>
    public int AddWork(WorkLabel work)
    {
        _works.Add(work);
        return _works.Count;
    }

    /// <summary>Adds a reading of the rig; null is no data and adds nothing.</summary>
    public void Add(HistoryMetric metric, double? value) => Add(metric, 0, SeriesId.WholeRig, value);

    /// <summary>Adds a reading of a card.</summary>
    public void AddGpu(HistoryMetric metric, int gpu, double? value) => Add(metric, 0, gpu, value);

    /// <summary>Adds a reading of a piece of work.</summary>
    public void AddWork(HistoryMetric metric, int work, double? value) => Add(metric, work, SeriesId.WholeRig, value);

    /// <summary>Adds a reading of a card at a piece of work.</summary>
    public void AddGpuWork(HistoryMetric metric, int work, int gpu, double? value) => Add(metric, work, gpu, value);

    void Add(HistoryMetric metric, int work, int gpu, double? value)
    {
        if (value is not { } number || !double.IsFinite(number)) { return; }
        double scaled = Math.Round(number * HistoryMetrics.Of(metric).Scale);
        // Nothing real is that large; a wrong reading must not wrap around.
        _values.Add(new(metric, work, gpu, (long)Math.Clamp(scaled, -9e18, 9e18)));
    }
}
