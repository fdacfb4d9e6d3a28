using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>BzMiner, for cards of NVIDIA, AMD and Intel. Mind that <c>-p</c> is the pool.</summary>
internal sealed class BzMiner : MinerDescriptor
{
    /// <summary>Vendor number of the processor in its list of devices.</summary>
    const double CpuVendor = 4;

    public override string Id => "bzminer";

    public override string Title => "BzMiner";

    public override IReadOnlyList<string> ProcessNames => ["bzminer"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd | MinerHardware.Intel;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override int? DefaultApiPort => 4014;

    public override IReadOnlyList<string> ApiPortFlags => ["--http_port"];

    public override bool ApiIsGuarded => true;

    public override int MaximumTasks => 3;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } =
        MinerAlgorithm.List("ethash etchash autolykos2=ergo kawpow=rvn blake3=alph kheavyhash=kaspa sha512_256d=radiant nexapow=nexa pearlhash=pearl");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-i:number --i1:number --i2:number --i3:number -v:number --nc:number --multi_mine_type:number --hide_disabled_devices --igpu --cpu_validate:number --ramp_up:number --lang:word");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/status")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        if (launch.Devices is { Count: > 0 }) { throw new MinerLaunchException($"cards cannot be chosen one by one for {Title}: start it with all"); }
        for (int i = 0; i < launch.Tasks.Count; i++)
        {
            var (task, n) = (launch.Tasks[i], i == 0 ? "" : CommandBuilder.Text(i + 1));
            string dashes = i == 0 ? "-" : "--";
            command.Add($"{dashes}a{n}", command.Algorithm(task), $"{dashes}w{n}", task.Pools[0].User, $"{dashes}p{n}");
            foreach (var pool in task.PoolsOfFirstAccount) { command.Add((pool.Tls ? "stratum+ssl://" : "stratum+tcp://") + pool.Address); }
            command.AddIf($"{dashes}r{n}", task.Pools[0].Worker).Add("--pool_password" + n, task.Pools[0].Password);
        }
        command.Add("--http_enabled", "1", "--http_address", "127.0.0.1", "--http_port", CommandBuilder.Text(api.Port)).AddIf("--http_password", api.Token);
        command.Add("--oc_enable", "0", "--no_watchdog");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || !root["devices"].IsList || !root["pools"].IsList) { return null; }
        List<JsonNode> devices = [.. root["devices"].Items()];
        var work = new List<MinerWork>();
        for (int i = 0; i < root["pools"].Length && i < ReadingRules.MaximumWork; i++)
        {
            // Every answer lists a second pool that nobody asked for: one that no device works for is left out.
            int which = i;
            if (i == 0 || devices.Any(d => d["hashrate"][which].Number() > 0)) { work.Add(Work(root["pools"][i], devices, i)); }
        }
        return new() { Version = root["bzminer_version"].Text()?.TrimStart('v'), UptimeSeconds = ReadingRules.Seconds(root["uptime_s"].Number()), Work = work };
    }

    static MinerWork Work(JsonNode pool, List<JsonNode> devices, int which)
    {
        List<MinerGpuWork> all = [.. devices.Select((d, i) => Device(d, i, which))];
        List<MinerGpuWork> gpus = [.. all.Where((_, i) => !IsCpu(devices[i]))];
        var sum = ReadingRules.Sum(all);
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(pool["algorithm"].Text()),
            Hashrate = ReadingRules.Total(pool["hashrate"].Rate() is > 0 and var total ? total : null, all),
            Shares = new(
                pool["valid_solutions"].Count() ?? sum.Accepted, pool["rejected_solutions"].Count() ?? sum.Rejected,
                pool["stale_solutions"].Count() ?? sum.Stale, pool["invalid_solutions"].Count() ?? sum.Invalid),
            Pool = ReadingRules.Pool(pool["current_url"].Text()),
            Difficulty = pool["difficulty"].Number() is > 0 and var difficulty ? difficulty : null,
            Gpus = gpus,
        };
    }

    static bool IsCpu(JsonNode device) => device["vendor"].Number() is CpuVendor;

    static MinerGpuWork Device(JsonNode device, int position, int which) => new(
        PciPlace.FromBus(device["pci_bus_id"].Number()), (int)(device["id"].Count() ?? position), device["hashrate"][which].Rate(), new(
            device["valid_solutions"][which].Count(), device["rejected_solutions"][which].Count(), device["stale_solutions"][which].Count(), device["invalid_solutions"][which].Count()));
}
