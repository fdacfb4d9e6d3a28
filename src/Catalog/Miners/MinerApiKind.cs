namespace BloxOs.Catalog.Miners;

/// <summary>How a miner's own API is spoken to.</summary>
public enum MinerApiKind
{
    /// <summary>HTTP GET.</summary>
    Http,

    /// <summary>One line of text over TCP.</summary>
    Tcp,
}
