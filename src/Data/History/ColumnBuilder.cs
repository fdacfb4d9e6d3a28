namespace BloxOs.Data.History;

/// <summary>A column that grows; times at which nothing was read are filled up when they are known to be.</summary>
internal sealed class ColumnBuilder
{
    readonly List<long> _values;

    public ColumnBuilder() => _values = [];

    public ColumnBuilder(long[] values) => _values = [.. values];

    /// <summary>Sets the value of a sample, in their order. The first one of a sample counts.</summary>
    public void Set(int sample, long value)
    {
        if (_values.Count > sample) { return; }
        FillTo(sample);
        _values.Add(value);
    }

    /// <summary>All of them, as many as there are samples.</summary>
    public long[] ToArray(int samples)
    {
        FillTo(samples);
        return [.. _values];
    }

    void FillTo(int samples)
    {
        while (_values.Count < samples) { _values.Add(SeriesColumn.Missing); }
    }
}
