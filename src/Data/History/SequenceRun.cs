namespace BloxOs.Data.History;

/// <summary>Samples of a rig whose sequences follow each other without a gap.</summary>
/// <param name="Rig">The rig.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them, included.</param>
internal readonly record struct SequenceRun(string Rig, long First, long Last)
{
    /// <summary>Adds the sequences of a rig, in as few runs as there are when they ascend.</summary>
    public static void Add(List<SequenceRun> runs, string rig, IEnumerable<long> sequences)
    {
        foreach (long sequence in sequences)
        {
            if (runs.Count > 0 && runs[^1].Rig == rig && runs[^1].Last + 1 == sequence) { runs[^1] = runs[^1] with { Last = sequence }; }
            else { runs.Add(new(rig, sequence, sequence)); }
        }
    }
}
