using BloxOs.Catalog.Miners.Flags;

namespace BloxOs.Catalog.Miners;

/// <summary>CryptoDredge, which speaks the protocol of ccminer.</summary>
internal sealed class CryptoDredge : CcminerFamily
{
    public override string Id => "cryptodredge";

    public override string Title => "CryptoDredge";

    public override IReadOnlyList<string> ProcessNames => ["CryptoDredge"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("kawpow x16r x16rv2 x21s");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-i:numbers --intensity:numbers -r:number --retries:number -R:number --retry-pause:number --timeout:number --hashrate-avr:number --no-color --no-nvml --cpu-priority:number");
}
