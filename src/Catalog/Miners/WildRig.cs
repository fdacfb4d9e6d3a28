using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>WildRig Multi, for cards of AMD, NVIDIA and Intel. Its answer looks like XMRig's, with a "thread" for each card.</summary>
internal sealed class WildRig : MinerDescriptor
{
    public override string Id => "wildrig-multi";

    public override string Title => "WildRig Multi";

    public override IReadOnlyList<string> ProcessNames => ["wildrig-multi", "wildrig"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd | MinerHardware.Intel;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-port"];

    public override bool ApiIsGuarded => true;

    public override bool ApiStaysOnLoopback => false;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List(
        "kawpow firopow progpowz nexapow evrprogpow ghostrider megabtx memehash skydoge x16rv2 x21s sha512_256d=sha512256d");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-r:number --retries:number -R:number --retry-pause:number --max-rejects:number --max-difficulty:number --send-stale --diff-factor:number --no-extranonce --protocol:word --strategy:number "
        + "--split-job:number --opencl-threads:numbers --opencl-affinity:numbers --ptx-version:number --progpow-kernel:number --no-dag-split --no-adl --no-igcl --no-nvml --no-sysfs --no-color --print-time:number");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-a", command.Algorithm(launch.Tasks[0]));
        foreach (var pool in launch.Tasks[0].Pools)
        {
            command.Add("-o", (pool.Tls ? "stratum+tcps://" : "stratum+tcp://") + pool.Address, "-u", pool.UserWithWorker, "-p", pool.Password);
        }
        command.AddDevices("-d").Add("--api-port", CommandBuilder.Text(api.Port), "--multiple-instance");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || !root["hashrate"].IsObject || root["ua"].Text()?.StartsWith("WildRig", StringComparison.OrdinalIgnoreCase) is false) { return null; }
        var (rates, results, sensors) = (root["hashrate"], root["results"], root["hwmon"]);
        List<MinerGpuWork> gpus =
        [
            .. rates["threads"].Items().Select((t, i) => new MinerGpuWork(PciPlace.FromBus(sensors["busID"][i].Number()), i, XmRig.Newest(t), new(
                Own(results, "shares_accepted", i), Own(results, "shares_rejected", i), Own(results, "shares_ignored", i)))),
        ];
        long? good = results["shares_good"].Count() ?? ReadingRules.Sum(gpus, s => s.Accepted);
        return new()
        {
            Version = root["version"].Text(),
            UptimeSeconds = ReadingRules.Seconds(root["uptime"].Number()),
            Work =
            [
                new()
                {
                    Algorithm = AlgorithmSpellings.ToId(root["algo"].Text()),
                    Hashrate = ReadingRules.Total(XmRig.Newest(rates["total"]), gpus),
                    Shares = new(good, ReadingRules.Difference(results["shares_total"].Count(), good) ?? ReadingRules.Sum(gpus, s => s.Rejected), ReadingRules.Sum(gpus, s => s.Stale)),
                    Pool = ReadingRules.Pool(root["connection"]["pool"].Text()),
                    Difficulty = results["diff_current"].Number(),
                    Gpus = gpus,
                },
            ],
        };
    }

    static long? Own(JsonNode results, string name, int card) => results[name][card].Count();
}
