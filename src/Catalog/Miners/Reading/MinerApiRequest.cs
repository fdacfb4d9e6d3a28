namespace BloxOs.Catalog.Miners.Reading;

/// <summary>One question to a miner's API. It never changes anything.</summary>
/// <param name="Kind">Protocol.</param>
/// <param name="Text">HTTP: path with query. TCP: the line to send, without its end.</param>
public sealed record MinerApiRequest(MinerApiKind Kind, string Text)
{
    /// <summary>Value of the Authorization header; null for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>Asked only when no earlier request was answered with something that can be read.</summary>
    public bool OnlyAsFallback { get; init; }

    /// <summary>Its answer alone makes no reading; it adds to that of another request.</summary>
    public bool IsExtra { get; init; }

    /// <summary>Without the authorization.</summary>
    public override string ToString() => $"{Kind} {Text}";
}
