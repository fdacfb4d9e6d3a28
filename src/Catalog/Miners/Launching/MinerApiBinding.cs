namespace BloxOs.Catalog.Miners.Launching;

/// <summary>Where an instance's API listens: always on loopback.</summary>
/// <param name="Port">1 to 65535, picked by the agent.</param>
/// <param name="Token">Random secret of the API for miners that can ask for one; null for none.</param>
public sealed record MinerApiBinding(int Port, string? Token = null)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"127.0.0.1:{Port}";
}
