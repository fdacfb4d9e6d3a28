using BloxOs.Catalog.Miners.Flags;

namespace BloxOs.Catalog.Miners;

/// <summary>z-enemy, of the family of ccminer.</summary>
internal sealed class ZEnemy : CcminerFamily
{
    public override string Id => "z-enemy";

    public override string Title => "z-enemy";

    public override IReadOnlyList<string> ProcessNames => ["z-enemy", "zealot"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("kawpow x16r x16rv2");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-i:numbers --intensity:numbers -r:number --retries:number -R:number --retry-pause:number -T:number --timeout:number -N:number --statsavg:number -q --quiet --no-color --cpu-priority:number --diff-factor:number");
}
