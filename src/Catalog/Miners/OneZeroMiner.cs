using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>OneZeroMiner, for cards of NVIDIA and AMD.</summary>
internal sealed class OneZeroMiner : MinerDescriptor
{
    public override string Id => "onezerominer";

    public override string Title => "OneZeroMiner";

    public override IReadOnlyList<string> ProcessNames => ["onezerominer"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override int? DefaultApiPort => 3001;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-port"];

    public override bool ApiIsGuarded => true;

    public override int MaximumTasks => 2;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("dynexsolve=dynex xelishashv2 xelishashv3 qhash cryptix_ox8 pearlhash");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List("--max-memory:number --max-no-acc:number --nt:numbers --nr:numbers --hashrate-avg:number --disable-telemetry --xelis-solo");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        for (int i = 0; i < launch.Tasks.Count; i++)
        {
            var (task, n) = (launch.Tasks[i], i == 0 ? "" : "2");
            string dashes = i == 0 ? "-" : "--";
            command.Add($"{dashes}a{n}", command.Algorithm(task), $"{dashes}o{n}", string.Join(',', task.PoolsOfFirstAccount.Select(p => (p.Tls ? "ssl://" : "") + p.Address)));
            command.Add($"{dashes}w{n}", task.Pools[0].User, $"{dashes}p{n}", task.Pools[0].Password).AddIf("--worker" + n, task.Pools[0].Worker);
        }
        command.AddDevices("-d").Add("--api-host", "127.0.0.1", "--api-port", CommandBuilder.Text(api.Port));
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || !root["algos"].IsList) { return null; }
        List<JsonNode> devices = [.. root["devices"].Items()];
        return new()
        {
            Version = root["version"].Text(),
            UptimeSeconds = ReadingRules.Seconds(root["uptime_seconds"].Number()),
            Work = [.. root["algos"].Items(ReadingRules.MaximumWork).Select(a => Work(a, devices))],
        };
    }

    static MinerWork Work(JsonNode algorithm, List<JsonNode> devices)
    {
        List<MinerGpuWork> gpus =
        [
            .. devices.Select((d, i) => new MinerGpuWork(PciPlace.FromBus(d["bus_id"].Number()), (int)(d["id"].Count() ?? i), algorithm["hashrates"][i].Rate(), new(
                algorithm["devices_accepted_shares"][i].Count(), algorithm["devices_rejected_shares"][i].Count(), null, algorithm["devices_invalid_shares"][i].Count()))),
        ];
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(algorithm["name"].Text()),
            Hashrate = ReadingRules.Total(algorithm["total_hashrate"].Rate(), gpus),
            Shares = new(algorithm["total_accepted_shares"].Count(), algorithm["total_rejected_shares"].Count(), null, algorithm["total_invalid_shares"].Count()),
            Pool = ReadingRules.Pool(algorithm["pool"].Text()),
            Gpus = gpus,
        };
    }
}
