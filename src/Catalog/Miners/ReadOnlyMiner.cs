using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Catalog.Miners;

/// <summary>A miner that is found and read and never started: a program of the past, or the firmware of a machine.</summary>
public abstract class ReadOnlyMiner : MinerDescriptor
{
    /// <inheritdoc/>
    public override int MaximumTasks => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<MinerAlgorithm> Algorithms => [];

    /// <inheritdoc/>
    public override IReadOnlyList<ExtraFlag> ExtraFlags => [];

    /// <inheritdoc/>
    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api) =>
        throw new MinerLaunchException($"{Title} is read only and cannot be started");
}
