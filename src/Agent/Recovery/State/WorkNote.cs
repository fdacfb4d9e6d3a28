namespace BloxOs.Agent.Recovery.State;

/// <summary>A <see cref="Diagnosis.LearnedWork"/> as it lies on the disk.</summary>
internal sealed record WorkNote
{
    /// <summary>Which work.</summary>
    public string? Work { get; init; }

    /// <summary>Order of use.</summary>
    public long UsedAt { get; init; }

    /// <summary>Medians of half hours, hashes per second, by bus id; under the empty text all cards together.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? Blocks { get; init; }
}
