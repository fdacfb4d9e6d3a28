namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>Speeds of one card, or of all, hashes per second.</summary>
internal sealed class LearnedSeries
{
    /// <summary>Medians of half hours, oldest first.</summary>
    public List<double> Blocks { get; init; } = [];

    /// <summary>Minutes of the half hour that is not full; not kept over restarts.</summary>
    public List<double> Minutes { get; } = [];
}
