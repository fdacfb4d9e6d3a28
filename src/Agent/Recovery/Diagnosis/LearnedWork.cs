namespace BloxOs.Agent.Recovery.Diagnosis;

/// <summary>What was learned about one kind of work.</summary>
/// <param name="work"><see cref="MinerView.Work"/>.</param>
internal sealed class LearnedWork(string work)
{
    /// <summary><see cref="MinerView.Work"/>.</summary>
    public string Work => work;

    /// <summary>Counts up; the highest was used last.</summary>
    public long UsedAt { get; set; }

    /// <summary>By bus id; under the empty text all cards together.</summary>
    public Dictionary<string, LearnedSeries> Series { get; init; } = new(StringComparer.Ordinal);
}
