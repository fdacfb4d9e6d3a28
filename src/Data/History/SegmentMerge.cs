namespace BloxOs.Data.History;

/// <summary>Puts segments together.</summary>
internal static class SegmentMerge
{
    /// <summary>Two stretches of samples, in the order of their times.</summary>
    public static HistorySegment Samples(HistorySegment one, HistorySegment other)
    {
        if (one.Times.Length == 0) { return other; }
        if (other.Times.Length == 0) { return one; }
        return Take([one, other], Pick(one, other, static _ => true, static _ => true));
    }

    /// <summary>
    /// Points of <paramref name="made"/> in the place of the points of [from, to); where the samples are not kept any more (<paramref name="onlyMissing"/>), what is there stays
    /// and only what is missing is added.
    /// </summary>
    public static HistorySegment Points(HistorySegment there, HistorySegment made, long from, long to, bool onlyMissing)
    {
        var known = onlyMissing ? there.Times.ToHashSet() : [];
        return Take([there, made], Pick(there, made, onlyMissing ? static _ => true : time => time < from || time >= to, time => !known.Contains(time)));
    }

    static List<(int Segment, int Index)> Pick(HistorySegment one, HistorySegment other, Func<long, bool> ofOne, Func<long, bool> ofOther)
    {
        var picked = new List<(int Segment, int Index)>(one.Times.Length + other.Times.Length);
        int a = 0, b = 0;
        while (a < one.Times.Length || b < other.Times.Length)
        {
            bool first = b == other.Times.Length || (a < one.Times.Length && one.Times[a] <= other.Times[b]);
            if (first && ofOne(one.Times[a])) { picked.Add((0, a)); }
            else if (!first && ofOther(other.Times[b])) { picked.Add((1, b)); }
            if (first) { a++; }
            else { b++; }
        }
        return picked;
    }

    static HistorySegment Take(HistorySegment[] from, List<(int Segment, int Index)> picked)
    {
        var merged = new HistorySegment([.. picked.Select(p => from[p.Segment].Times[p.Index])], []);
        foreach (var label in from.SelectMany(s => s.Series.Keys).Distinct())
        {
            SeriesSegment?[] parts = Array.ConvertAll(from, s => s.Series.GetValueOrDefault(label));
            var average = Column(s => s.Average);
            bool points = Array.Exists(parts, p => p is { } part && !ReferenceEquals(part.Min, part.Average));
            merged.Series[label] = points ? new(average, Column(s => s.Min), Column(s => s.Max), Column(s => s.Count)) : SeriesSegment.OfSamples(average);

            double[] Column(Func<SeriesSegment, double[]?> of)
            {
                double[] values = new double[picked.Count];
                for (int i = 0; i < values.Length; i++) { values[i] = parts[picked[i].Segment] is not { } part ? double.NaN : of(part)?[picked[i].Index] ?? 1; }
                return values;
            }
        }
        return merged;
    }
}
