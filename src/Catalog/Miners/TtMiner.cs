using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;

namespace BloxOs.Catalog.Miners;

/// <summary>TT-Miner, for cards of NVIDIA.</summary>
internal sealed class TtMiner : ClaymoreFamily
{
    public override string Id => "tt-miner";

    public override string Title => "TT-Miner";

    public override IReadOnlyList<string> ProcessNames => ["TT-Miner"];

    public override MinerHardware Hardware => MinerHardware.Nvidia;

    public override IReadOnlyList<string> ApiPortFlags => ["-b", "--api-bind"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("kawpow=KAWPOW ethash=ETHASH etchash=ETCHASH firopow=FIROPOW progpowz=PROGPOWZ");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List("-i:numbers --intensity:numbers --nocolor -RH --report-hashrate -work-timeout:number");

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-a", command.Algorithm(launch.Tasks[0]));
        foreach (var pool in launch.Tasks[0].Pools)
        {
            command.Add("-o", (pool.Tls ? "stratum+ssl://" : "stratum+tcp://") + pool.Address, "-u", pool.UserWithWorker, "-p", pool.Password);
        }
        if (launch.Devices is { Count: > 0 } devices)
        {
            command.Add("-d");
            foreach (var device in devices) { command.Add(CommandBuilder.Text(device.Index)); }
        }
        // The minus makes it read only.
        command.Add("-b", "127.0.0.1:-" + CommandBuilder.Text(api.Port));
    }
}
