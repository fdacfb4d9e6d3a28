using BloxOs.Catalog.Algorithms;

namespace BloxOs.Web.Display;

/// <summary>A rig's speed on one algorithm; null is "no data".</summary>
internal sealed record AlgorithmSpeed(Algorithm Algorithm, string? Coin, double? Hashrate)
{
    /// <summary>The speed in words; null without one.</summary>
    public HashrateText? Text => Hashrate is { } speed ? HashrateText.Of(speed, Algorithm) : null;

    /// <summary>Speed for each watt; null without a speed or a power.</summary>
    /// <param name="watts">Power of everything that hashes.</param>
    public HashrateText? PerWatt(double? watts) => Hashrate is { } speed and > 0 && watts is { } power ? HashrateText.PerWatt(speed, power, Algorithm) : null;
}
