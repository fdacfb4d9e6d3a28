namespace BloxOs.Catalog.Miners.Launching;

/// <summary>A miner's own configuration file. It holds accounts: write it with mode 0600 for the user that the miner runs as.</summary>
/// <param name="Path">Absolute, inside <see cref="MinerLaunch.WorkDirectory"/>.</param>
/// <param name="Content">Whole content.</param>
public sealed record MinerConfigFile(string Path, string Content)
{
    /// <summary>Without the content.</summary>
    public override string ToString() => Path;
}
