using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Catalog.Miners;

/// <summary>Claymore's Ethereum miner, and its builds for XMR and ZEC, which are read only.</summary>
internal sealed class Claymore : ClaymoreFamily
{
    public override string Id => "claymore";

    public override string Title => "Claymore";

    public override IReadOnlyList<string> ProcessNames => ["ethdcrminer64", "EthDcrMiner64", "nsgpucnminer", "zecminer64"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override IReadOnlyList<string> ApiPortFlags => ["-mport"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("ethash=eth etchash=etc");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List("-ethi:numbers -rxboost:numbers -dbg:number -esm:number -estale:number -erate:number -lidag:number -gmap:word");

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        // It reads further pools from a file beside itself only: the agent changes to them.
        var pool = launch.Tasks[0].Pools[0];
        command.Add("-allcoins", command.Algorithm(launch.Tasks[0]), "-epool", (pool.Tls ? "ssl://" : "stratum+tcp://") + pool.Address, "-ewal", pool.User)
            .AddIf("-eworker", pool.Worker).Add("-epsw", pool.Password);
        if (launch.Devices is { Count: > 0 } devices)
        {
            if (devices.Any(d => d.Index > 9)) { throw new MinerLaunchException($"{Title} names cards by one digit each"); }
            command.Add("-di", CommandBuilder.Numbers(devices, ""));
        }
        command.Add("-mport", "127.0.0.1:-" + CommandBuilder.Text(api.Port)).AddIf("-mpsw", api.Token).Add("-wd", "0", "-dbg", "-1");
    }
}
