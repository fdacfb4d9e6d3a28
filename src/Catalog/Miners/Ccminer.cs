using BloxOs.Catalog.Miners.Flags;

namespace BloxOs.Catalog.Miners;

/// <summary>ccminer, its forks and nevermore.</summary>
internal sealed class Ccminer : CcminerFamily
{
    public override string Id => "ccminer";

    public override string Title => "ccminer";

    public override IReadOnlyList<string> ProcessNames => ["ccminer", "ccminer-alexis", "ccminer-verus", "nevermore", "zjazz_cuda"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("verushash x16r x16rv2 lyra2v3 neoscrypt skein scrypt sha256d x11");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-i:numbers --intensity:numbers -r:number --retries:number -R:number --retry-pause:number -T:number --timeout:number -N:number --statsavg:number -q --quiet --no-color --cpu-priority:number --cpu-affinity:number --max-diff:number --diff-factor:number -f:number -m:number --no-extranonce");
}
