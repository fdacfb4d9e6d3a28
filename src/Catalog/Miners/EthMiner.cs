using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>ethminer, for cards of AMD and NVIDIA. Its own detailed answer names PCI addresses; the Claymore one is the fallback.</summary>
internal sealed class EthMiner : ClaymoreFamily
{
    public override string Id => "ethminer";

    public override string Title => "ethminer";

    public override IReadOnlyList<string> ProcessNames => ["ethminer", "serominer", "kawpowminer", "progpowminer"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-bind", "--api-port"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("ethash");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-v:number --verbosity:number --display-interval:number --farm-recheck:number --farm-retries:number --work-timeout:number --response-timeout:number -R --report-hashrate --HWMON:number "
        + "--nocolor --cuda-block-size:number --cuda-grid-size:number --cuda-streams:number --opencl-global-work:number --opencl-local-work:number");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) =>
        [new(ApiKind, """{"id":0,"jsonrpc":"2.0","method":"miner_getstatdetail"}"""), new(ApiKind, """{"id":0,"jsonrpc":"2.0","method":"miner_getstat1"}""") { OnlyAsFallback = true }];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        foreach (var pool in launch.Tasks[0].Pools)
        {
            // Part of an address: what ends one is written as its code.
            command.Add("-P", $"{(pool.Tls ? "stratum+tls" : "stratum+tcp")}://{Uri.EscapeDataString(pool.User)}{(pool.Worker is { } w ? "." + Uri.EscapeDataString(w) : "")}:{Uri.EscapeDataString(pool.Password)}@{pool.Address}");
        }
        if (launch.Devices is { Count: > 0 }) { throw new MinerLaunchException($"cards cannot be chosen one by one for {Title}: start it with all"); }
        // The minus makes it read only.
        command.Add("--api-bind", "127.0.0.1:-" + CommandBuilder.Text(api.Port));
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        return reply?.Root["result"] is { IsObject: true } detail && detail["mining"].Exists ? EthMinerDetail.Read(detail) : ClaymoreProtocol.Read(replies);
    }
}
