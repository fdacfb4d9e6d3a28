using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>T-Rex, for cards of NVIDIA.</summary>
internal sealed class TRex : MinerDescriptor
{
    public override string Id => "t-rex";

    public override string Title => "T-Rex";

    public override IReadOnlyList<string> ProcessNames => ["t-rex"];

    public override MinerHardware Hardware => MinerHardware.Nvidia;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override int? DefaultApiPort => 4067;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-bind-http"];

    public override bool ApiIsGuarded => true;

    public override int MaximumTasks => 2;

    public override bool UsesConfigFile => true;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } =
        MinerAlgorithm.List("kawpow etchash ethash autolykos2 octopus firopow blake3 progpowz");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "-i:numbers --intensity:numbers --low-load:numbers --kernel:numbers --gpu-init-mode:number --dag-build-mode:numbers --extra-dag-epoch:numbers --keep-gpu-busy "
        + "-r:number --retries:number -R:number --retry-pause:number -T:number --timeout:number -N:number --hashrate-avr:number --sharerate-avr:number "
        + "--gpu-report-interval:number -q --quiet --hide-date --send-stales --validate-shares --no-color --no-hashrate-report --no-nvml --cpu-priority:number "
        + "--back-to-main-pool-sec:number --exit-on-cuda-error --exit-on-connection-lost --reconnect-on-fail-shares:number --lhr-tune:numbers --lhr-algo:word --lhr-low-power");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(MinerApiKind.Http, "/summary")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-c", ConfigFile(command, launch.Tasks[0]));
        if (launch.Tasks is [_, var second])
        {
            var pool = second.Pools[0];
            command.Add("--dual-algo", command.Algorithm(second), "--url2", Url(pool), "--user2", pool.User, "--pass2", pool.Password).AddIf("--worker2", pool.Worker);
        }
        command.AddDevices("-d").Add("--pci-indexing", "--api-bind-http", $"127.0.0.1:{CommandBuilder.Text(api.Port)}", "--api-read-only", "--no-watchdog");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || !root["gpus"].Exists && !root["hashrate"].Exists) { return null; }
        var work = new List<MinerWork> { Work(root) };
        if (root["dual_stat"] is { IsObject: true } dual) { work.Add(Work(dual)); }
        return new() { Version = root["version"].Text(), UptimeSeconds = ReadingRules.Seconds(root["uptime"].Number()), Work = work };
    }

    static MinerWork Work(JsonNode node)
    {
        List<MinerGpuWork> gpus = [.. node["gpus"].Items().Select((gpu, i) => Gpu(gpu, i))];
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(node["algorithm"].Text()),
            Hashrate = ReadingRules.Total(node["hashrate"].Rate(), gpus),
            Shares = new(node["accepted_count"].Count(), node["rejected_count"].Count(), null, node["invalid_count"].Count()),
            Pool = ReadingRules.Pool(node["active_pool"]["url"].Text()),
            Difficulty = node["active_pool"]["difficulty"].Number(),
            Gpus = gpus,
        };
    }

    static MinerGpuWork Gpu(JsonNode gpu, int position)
    {
        var place = PciPlace.FromBus(gpu["pci_bus"].Number()) is { } bus
            ? bus with { Device = Part(gpu["pci_id"]), Domain = Part(gpu["pci_domain"]) }
            : (PciPlace?)null;
        var shares = gpu["shares"];
        bool disabled = gpu["disabled"].Truth() is true;
        return new(place, (int)(gpu["gpu_id"].Count() ?? position), disabled ? null : gpu["hashrate"].Rate(),
            new(shares["accepted_count"].Count(), shares["rejected_count"].Count(), null, shares["invalid_count"].Count()));
    }

    static int? Part(JsonNode number) => number.Count() is { } value and < 32 ? (int)value : null;

    static string Url(MinerPool pool) => (pool.Tls ? "stratum+ssl://" : "stratum+tcp://") + pool.Address;

    /// <summary>What is set on the command line too takes precedence, so that the file holds no more than the accounts and what only some versions know.</summary>
    static string ConfigFile(CommandBuilder command, MinerTask task) => command.JsonFile(json =>
    {
        json.WriteStartObject();
        json.WriteString("algo", command.Algorithm(task));
        json.WriteStartArray("pools");
        foreach (var pool in task.Pools)
        {
            json.WriteStartObject();
            json.WriteString("url", Url(pool));
            json.WriteString("user", pool.User);
            json.WriteString("pass", pool.Password);
            json.WriteString("worker", pool.Worker ?? "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("api-bind-telnet", "0");
        json.WriteBoolean("autoupdate", false);
        json.WriteEndObject();
    });
}
