using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>GMiner, for cards of NVIDIA and AMD. Its program is called <c>miner</c>, which says nothing: the command line and the answer tell.</summary>
internal sealed class GMiner : MinerDescriptor
{
    public override string Id => "gminer";

    public override string Title => "GMiner";

    public override IReadOnlyList<string> ProcessNames => ["miner", "gminer"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override IReadOnlyList<string> ApiPortFlags => ["--api"];

    public override bool ApiIsGuarded => true;

    public override bool ApiStaysOnLoopback => false;

    public override int MaximumTasks => 2;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List(
        "ethash etchash kawpow autolykos2 octopus firopow=firo progpowz beamhash3=beamhash equihash125_4 equihash144_5 equihash192_7 equihash210_9 cuckoo29 cuckatoo32 kheavyhash");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--pers:word --proto:word -i:number --intensity:number --dual_intensity:number --cache_dag:onoff --share_check:onoff --pec:onoff --color:onoff --nvml:onoff --electricity_cost:number "
        + "--safe_dag:onoff --dag_mode:number --dag_limit:number --lhr:number --lhr_mode:number --lhr_tune:number --lhr_autotune:onoff --report_interval:number --zilonly:onoff");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/stat")];

    public override bool Recognises(string program, IReadOnlyList<string> arguments)
    {
        if (!base.Recognises(program, arguments)) { return false; }
        string[] own = ["--algo", "-a", "--server", "-s", "--user", "-u"];
        return program.Contains("gminer", StringComparison.OrdinalIgnoreCase) || arguments.Count(a => own.Contains(a.Split('=', 2)[0], StringComparer.Ordinal)) >= 2;
    }

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("--algo", command.Algorithm(launch.Tasks[0]));
        if (launch.Tasks[0].Algorithm is "equihash144_5" or "equihash192_7" && !launch.ExtraArguments.Any(a => a.StartsWith("--pers", StringComparison.Ordinal))) { command.Add("--pers", "auto"); }
        foreach (var pool in launch.Tasks[0].Pools)
        {
            command.Add("--server", pool.Address, "--user", pool.UserWithWorker, "--pass", pool.Password, "--ssl", pool.Tls ? "1" : "0");
        }
        if (launch.Tasks is [_, var second])
        {
            command.Add("--dalgo", command.Algorithm(second), "--dserver", second.Pools[0].Address, "--duser", second.Pools[0].UserWithWorker);
            if (second.Pools[0].Tls || second.Pools[0].Password != "x") { throw new MinerLaunchException($"the second pool of {Title} has neither TLS nor a password of its own"); }
        }
        if (launch.Devices is { Count: > 0 } devices)
        {
            // A list is separated by blanks: one argument a piece.
            command.Add("--devices");
            foreach (var device in devices) { command.Add(CommandBuilder.Text(device.Index)); }
        }
        // It knows no address for its API, only a port.
        command.Add("--api", CommandBuilder.Text(api.Port), "--watchdog", "0");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || !root["devices"].IsList || !root["uptime"].Exists && !root["miner"].Exists) { return null; }
        string? name = root["miner"].Text();
        return new()
        {
            Version = name?.StartsWith("GMiner ", StringComparison.OrdinalIgnoreCase) is true ? name[7..] : name,
            UptimeSeconds = ReadingRules.Seconds(root["uptime"].Number()),
            Work = Dual(root) ? [Work(root, ""), Work(root, "2")] : [Work(root, "")],
        };
    }

    static bool Dual(JsonNode root) => root["devices"].Items().Any(d => d["speed2"].Exists);

    /// <summary>Keys of the second algorithm end in 2.</summary>
    static MinerWork Work(JsonNode root, string suffix)
    {
        List<MinerGpuWork> gpus =
        [
            .. root["devices"].Items().Select((d, i) => new MinerGpuWork(PciPlace.FromHex(d["bus_id"].Text()), (int)(d["gpu_id"].Count() ?? i), d["speed" + suffix].Rate(), new(
                d["accepted_shares" + suffix].Count(), d["rejected_shares" + suffix].Count(), d["stale_shares" + suffix].Count(), d["invalid_shares" + suffix].Count()))),
        ];
        var sum = ReadingRules.Sum(gpus);
        // "Ethash + kHeavyHash" names both.
        string[] names = root["algorithm"].Text()?.Split(" + ") ?? [];
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(suffix.Length == 0 ? names.FirstOrDefault() : names.ElementAtOrDefault(1) ?? root["algorithm2"].Text()),
            Hashrate = ReadingRules.Total(null, gpus),
            Shares = new(
                root[$"total_accepted_shares{suffix}"].Count() ?? sum.Accepted, root[$"total_rejected_shares{suffix}"].Count() ?? sum.Rejected,
                root[$"total_stale_shares{suffix}"].Count() ?? sum.Stale, root[$"total_invalid_shares{suffix}"].Count() ?? sum.Invalid),
            Pool = ReadingRules.Pool(root["server" + suffix].Text()),
            Gpus = gpus,
        };
    }
}
