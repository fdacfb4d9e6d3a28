namespace BloxOs.Catalog.Miners.Reading;

/// <summary>Answers to <see cref="MinerDescriptor.Requests"/>, in the same order.</summary>
/// <param name="At">When they came.</param>
/// <param name="Texts">Null where there was no answer, or where it was not asked.</param>
public sealed record MinerReplies(DateTimeOffset At, IReadOnlyList<string?> Texts)
{
    /// <summary>The only answer of a miner that is asked once.</summary>
    public MinerReplies(DateTimeOffset at, string text) : this(at, [text]) { }

    /// <summary>The answer to a request; null when there is none.</summary>
    public string? this[int request] => request < Texts.Count ? Texts[request] : null;
}
