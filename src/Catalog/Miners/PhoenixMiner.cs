using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Catalog.Miners;

/// <summary>PhoenixMiner, for cards of AMD and NVIDIA.</summary>
internal sealed class PhoenixMiner : ClaymoreFamily
{
    public override string Id => "phoenixminer";

    public override string Title => "PhoenixMiner";

    public override IReadOnlyList<string> ProcessNames => ["PhoenixMiner"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override IReadOnlyList<string> ApiPortFlags => ["-cdmport"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("ethash=eth etchash=etc");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List("-mi:numbers -gt:numbers -clKernel:numbers -clNew:numbers -nvKernel:numbers -nvNew:numbers -rate:number -proto:number -gsi:number");

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-coin", command.Algorithm(launch.Tasks[0]));
        // Its flags for a second pool stand in no documentation that is at hand: the agent changes to further ones.
        var pool = launch.Tasks[0].Pools[0];
        command.Add("-pool", (pool.Tls ? "ssl://" : "stratum+tcp://") + pool.Address, "-wal", pool.User).AddIf("-worker", pool.Worker).Add("-pass", pool.Password);
        // Cards are counted from 1 here.
        if (launch.Devices is { Count: > 0 } devices) { command.Add("-gpus", string.Join(',', devices.Select(d => CommandBuilder.Text(d.Index + 1)))); }
        command.Add("-cdm", "1", "-cdmport", "127.0.0.1:" + CommandBuilder.Text(api.Port)).AddIf("-cdmpass", api.Token).Add("-wdog", "0");
    }
}
