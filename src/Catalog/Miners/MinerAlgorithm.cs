namespace BloxOs.Catalog.Miners;

/// <summary>An algorithm of a miner.</summary>
/// <param name="Id">Id of the catalogue ("kawpow").</param>
/// <param name="Name">The miner's own spelling.</param>
public sealed record MinerAlgorithm(string Id, string Name)
{
    /// <summary>A miner's list: <c>id</c> where both are the same, <c>id=Name</c> otherwise, separated by blanks.</summary>
    internal static IReadOnlyList<MinerAlgorithm> List(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Select(p => new MinerAlgorithm(p[0], p[^1]))];
}
