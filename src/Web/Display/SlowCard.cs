using System.Globalization;
using BloxOs.Catalog.Algorithms;

namespace BloxOs.Web.Display;

/// <summary>A card that hashes far below what the farm's other cards of its model do on the same algorithm.</summary>
/// <param name="Index">Number in the rig.</param>
/// <param name="Algorithm">Id of the algorithm.</param>
/// <param name="Speed">Hashes per second.</param>
/// <param name="Usual">What is usual, hashes per second.</param>
internal readonly record struct SlowCard(int Index, string Algorithm, double Speed, double Usual)
{
    /// <summary>Most cards that are named one by one.</summary>
    const int MostNamed = 4;

    /// <summary>"61 % of the usual 46.1 MH/s"; cut, so that 79.9 does not read as the 80 at which a card is slow no more.</summary>
    public string Share => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Speed / Usual * 100):0} % of the usual {HashrateText.Of(Usual, AlgorithmCatalog.Get(Algorithm))}");

    /// <summary>"GPU 3 does 61 % of the usual 46.1 MH/s on KawPow".</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"GPU {Index} does {Share} on {AlgorithmCatalog.Get(Algorithm).Title}");

    /// <summary>"GPU 3", "GPUs 0, 3, 5", "GPUs 0, 1, 2, 3 and 4 more": each card once.</summary>
    public static string Names(IReadOnlyList<SlowCard> cards)
    {
        var indices = cards.Select(static card => card.Index).Distinct().Order().ToList();
        string named = string.Join(", ", indices.Take(MostNamed));
        return string.Create(CultureInfo.InvariantCulture, $"{(indices.Count == 1 ? "GPU" : "GPUs")} {named}{(indices.Count > MostNamed ? $" and {indices.Count - MostNamed} more" : "")}");
    }
}
