using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>NBMiner, for cards of NVIDIA and AMD.</summary>
internal sealed class NbMiner : MinerDescriptor
{
    public override string Id => "nbminer";

    public override string Title => "NBMiner";

    public override IReadOnlyList<string> ProcessNames => ["nbminer"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override IReadOnlyList<string> ApiPortFlags => ["--api"];

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } =
        MinerAlgorithm.List("ethash etchash kawpow octopus autolykos2=ergo beamhash3=beamv3 cuckoo29=cuckoo_ae progpowz");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-i:numbers --intensity:numbers --cuckoo-intensity:number --lhr:numbers --lhr-mode:number --enable-dag-cache --fidelity-timeframe:number --long-format --no-nvml --no-color --no-interrupt --verbose");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/api/v1/status")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-a", command.Algorithm(launch.Tasks[0]));
        var pools = launch.Tasks[0].Pools;
        for (int i = 0; i < pools.Count; i++)
        {
            string n = i == 0 ? "" : CommandBuilder.Text(i);
            command.Add("-o" + n, (pools[i].Tls ? "stratum+ssl://" : "stratum+tcp://") + pools[i].Address, "-u" + n, pools[i].UserWithWorker, "-p" + n, pools[i].Password);
        }
        if (pools.Any(p => p.Tls)) { command.Add("--strict-ssl"); }
        command.AddDevices("-d").Add("--api", "127.0.0.1:" + CommandBuilder.Text(api.Port), "--no-watchdog");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || root["miner"] is not { IsObject: true } miner) { return null; }
        var stratum = root["stratum"];
        bool dual = stratum["dual_mine"].Truth() is true || miner["total_hashrate2_raw"].Number() > 0;
        return new()
        {
            Version = root["version"].Text()?.TrimStart('v'),
            UptimeSeconds = ReadingRules.Since(root["start_time"].Number(), replies.At),
            Work = dual ? [Work(miner, stratum, 0), Work(miner, stratum, 1)] : [Work(miner, stratum, 0)],
        };
    }

    static MinerWork Work(JsonNode miner, JsonNode stratum, int which)
    {
        string n = which == 0 ? "" : "2";
        List<MinerGpuWork> gpus = [.. miner["devices"].Items().Select((d, i) => Gpu(d, i, n))];
        // "eaglesong_ethash" and "ethash+kheavyhash" name both.
        string[] names = stratum["algorithm" + n] is { Exists: true } own && which > 0 ? ["", own.Text() ?? ""] : stratum["algorithm"].Text()?.Split('+') ?? [];
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(names.ElementAtOrDefault(which)),
            Hashrate = ReadingRules.Total(miner[$"total_hashrate{n}_raw"].Rate() ?? miner["total_hashrate" + n].Rate(), gpus),
            Shares = new(stratum["accepted_shares" + n].Count(), stratum["rejected_shares" + n].Count(), null, stratum["invalid_shares" + n].Count()),
            Pool = ReadingRules.Pool(stratum["url" + n].Text()),
            Difficulty = stratum["difficulty" + n].Number(),
            Gpus = gpus,
        };
    }

    static MinerGpuWork Gpu(JsonNode device, int position, string n) => new(
        PciPlace.FromBus(device["pci_bus_id"].Number()), (int)(device["id"].Count() ?? position), device[$"hashrate{n}_raw"].Rate() ?? device["hashrate" + n].Rate(),
        new(device["accepted_shares" + n].Count(), device["rejected_shares" + n].Count(), null, device["invalid_shares" + n].Count()));
}
