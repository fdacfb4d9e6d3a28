using System.Buffers;

namespace BloxOs.Data.History;

/// <summary>One chunk after the other unpacked into the same memory: an answer is made of dozens of them with hundreds of columns each.</summary>
internal sealed class ChunkBuffer : IColumnSink, IDisposable
{
    readonly List<SeriesId> _ids = [];
    long[] _times = [], _values = [];

    /// <summary>Samples or points of the chunk.</summary>
    public int Samples { get; private set; }

    /// <summary>Their times.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Samples);

    /// <summary>The unpacked columns, in the order of their ids.</summary>
    public IReadOnlyList<SeriesId> Ids => _ids;

    /// <summary>The values of a column, <see cref="SeriesColumn.Missing"/> where there is none.</summary>
    public ReadOnlySpan<long> Values(int column) => _values.AsSpan(column * Samples, Samples);

    public Span<long> Begin(int samples)
    {
        _ids.Clear();
        Samples = samples;
        Grow(ref _times, samples, keep: 0);
        return _times.AsSpan(0, samples);
    }

    public Span<long> Add(SeriesId id)
    {
        int start = _ids.Count * Samples;
        Grow(ref _values, start + Samples, keep: start);
        _ids.Add(id);
        return _values.AsSpan(start, Samples);
    }

    public void Dispose()
    {
        Grow(ref _times, -1, keep: 0);
        Grow(ref _values, -1, keep: 0);
    }

    /// <summary>Makes room for so many; gives all of it back when that is negative.</summary>
    static void Grow(ref long[] array, int length, int keep)
    {
        if (length >= 0 && array.Length >= length) { return; }
        long[] larger = length < 0 ? [] : ArrayPool<long>.Shared.Rent(Math.Max(length, 2 * array.Length));
        array.AsSpan(0, keep).CopyTo(larger);
        if (array.Length > 0) { ArrayPool<long>.Shared.Return(array); }
        array = larger;
    }
}
