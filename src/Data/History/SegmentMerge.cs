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
    /// Points of <paramref name="made"/> in the place of the points of [from, to); where the samples may not all be kept any more, only in the place of those that are less full
    /// (<paramref name="isFuller"/> than those that are there), and of what is missing.
    /// </summary>
    public static HistorySegment Points(HistorySegment there, HistorySegment made, long from, long to, Func<double, double, bool>? isFuller)
    {
        if (isFuller is null) { return Take([there, made], Pick(there, made, time => time < from || time >= to, static _ => true)); }
        Dictionary<long, double> before = FullnessOf(there), now = FullnessOf(made);
        var better = made.Times.Where(time => !before.TryGetValue(time, out double full) || isFuller(now[time], full)).ToHashSet();
        return Take([there, made], Pick(there, made, time => !better.Contains(time), better.Contains));
    }

    /// <summary>Of how many samples each point of a rig is; of a farm, how many rigs times points.</summary>
    static Dictionary<long, double> FullnessOf(HistorySegment points)
    {
        var reporting = points.Series.GetValueOrDefault(new(HistoryMetric.RigsReporting));
        var fullness = new Dictionary<long, double>(points.Times.Length);
        for (int i = 0; i < points.Times.Length; i++)
        {
            double full = reporting is null ? 0 : reporting.Average[i] * (reporting.Count?[i] ?? 1);
            fullness[points.Times[i]] = double.IsNaN(full) ? 0 : full;
        }
        return fullness;
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
        var merged = new HistorySegment([.. picked.Select(p => from[p.Segment].Times[p.Index])], [])
        {
            Sequences = Array.TrueForAll(from, static s => s.Sequences is not null) ? [.. picked.Select(p => from[p.Segment].Sequences![p.Index])] : null,
        };
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
