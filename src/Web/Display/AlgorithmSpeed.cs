using BloxOs.Catalog.Algorithms;

namespace BloxOs.Web.Display;

/// <summary>A rig's speed on one algorithm; null is "no data".</summary>
internal sealed record AlgorithmSpeed(Algorithm Algorithm, string? Coin, double? Hashrate)
{
    /// <summary>The speed in words; null without one.</summary>
    public HashrateText? Text => Hashrate is { } speed ? HashrateText.Of(speed, Algorithm) : null;
}
