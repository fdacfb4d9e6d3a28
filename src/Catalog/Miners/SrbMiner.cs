using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>SRBMiner-MULTI, for the processor and cards of AMD, NVIDIA and Intel. Its API has had three formats.</summary>
internal sealed class SrbMiner : MinerDescriptor
{
    public override string Id => "srbminer-multi";

    public override string Title => "SRBMiner-MULTI";

    public override IReadOnlyList<string> ProcessNames => ["SRBMiner-MULTI", "SRBMiner-CN"];

    public override MinerHardware Hardware => MinerHardware.Cpu | MinerHardware.Nvidia | MinerHardware.Amd | MinerHardware.Intel;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override int? DefaultApiPort => 21550;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-port"];

    public override bool ApiIsGuarded => true;

    public override bool ApiStaysOnLoopback => false;

    public override int MaximumTasks => 2;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List(
        "randomx ghostrider verushash ethash etchash autolykos2 kawpow firopow progpowz=progpow_zano dynexsolve=dynex kheavyhash karlsenhash pyrinhash fishhash nexapow verthash "
        + "blake3=blake3_alephium sha512_256d=sha512_256d_radiant pearlhash xelishashv2 randomarq");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--autolykos2-preload --enable-workers-ramp-up --give-up-limit:number --gpu-errors-alert:number --gpu-sensors-disable --main-pool-reconnect:number --max-no-submit-responses:number "
        + "--miner-priority:number --randomx-use-1gb-pages --retry-time:number --cpu-threads-percent:number --cpu-threads-intensity:numbers --cpu-threads-priority:number --cpu-threads-reduce:number "
        + "--cpu-affinity:number --cpu-numa-bind:number --disable-auto-affinity --disable-huge-pages --disable-msr-tweaks --disable-numa-binding --gpu-intensity:numbers --gpu-progpow-safe "
        + "--gpu-table-slow-build --gpu-disable-interleaving --gpu-dual-max-loss:number --diff-factor:number --esm:number --nicehash:onoff --job-timeout:number --keepalive:onoff --send-stales:onoff");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/"), new(ApiKind, "/api/v2/status") { OnlyAsFallback = true }];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        // Lists: ';' between algorithms, ',' between pools of one, '!' between their passwords.
        if (launch.Tasks.SelectMany(t => t.Pools).Any(p => p.User.Contains(',', StringComparison.Ordinal) || p.Worker?.Contains(',', StringComparison.Ordinal) is true || p.Password.Contains('#', StringComparison.Ordinal)))
        {
            throw new MinerLaunchException($"{Title} separates pools by ',': an account or worker cannot contain it, nor a password '#'");
        }
        command.Add("--algorithm", string.Join(';', launch.Tasks.Select(command.Algorithm)));
        command.Add("--pool", List(launch, p => p.Address, ','), "--wallet", List(launch, p => p.User, ','), "--password", List(launch, p => p.Password, '!'));
        command.Add("--tls", List(launch, p => p.Tls ? "true" : "false", ','));
        if (launch.Tasks.SelectMany(t => t.Pools).All(p => p.Worker is { Length: > 0 })) { command.Add("--worker", List(launch, p => p.Worker!, ',')); }
        if (launch.CpuThreads is 0) { command.Add("--disable-cpu"); }
        else if (launch.CpuThreads is { } threads) { command.Add("--cpu-threads", CommandBuilder.Text(threads)); }
        if (launch.Devices is { Count: 0 }) { command.Add("--disable-gpu"); }
        command.AddDevices("--gpu-id").Add("--api-enable", "--api-port", CommandBuilder.Text(api.Port), "--gpu-disable-oc");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]) ?? JsonReply.Parse(replies[1]);
        if (reply?.Root is not { IsObject: true } root || (!root["mining_time"].Exists && !SrbMinerFormats.IsCurrent(root["algorithms"]) && !root["hashrate_total_now"].Exists)) { return null; }
        return new()
        {
            Version = root["miner_version"].Text(),
            // New releases tell no time of their own: that of the connection is never longer.
            UptimeSeconds = ReadingRules.Seconds(root["mining_time"].Number() ?? root["algorithms"][0]["pool"]["uptime"].Number()),
            Work = root["algorithms"].IsList
                ? [.. root["algorithms"].Items(ReadingRules.MaximumWork).Select(a => SrbMinerFormats.Current(root, a))]
                : [SrbMinerFormats.Flat(root)],
        };
    }

    static string List(MinerLaunch launch, Func<MinerPool, string> value, char separator) =>
        string.Join(';', launch.Tasks.Select(t => string.Join(separator, t.Pools.Select(value))));
}
