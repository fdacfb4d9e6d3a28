using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Rigel, for cards of NVIDIA. Every value of its API is an object with a member for each algorithm.</summary>
internal sealed class Rigel : MinerDescriptor
{
    public override string Id => "rigel";

    public override string Title => "Rigel";

    public override IReadOnlyList<string> ProcessNames => ["rigel"];

    public override MinerHardware Hardware => MinerHardware.Nvidia;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-bind"];

    public override bool ApiIsGuarded => true;

    public override int MaximumTasks => 3;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List(
        "kawpow etchash ethash autolykos2 octopus nexapow kheavyhash karlsenhash pyrinhash fishhash progpowz sha512_256d=sha512256d blake3=alephium xelishashv3");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--kernel:numbers --dual-mode:word --cpu-check --hashrate-avg:number --power-avg:number --autolykos2-prebuild:onoff --ethash-cache-dag:onoff --kawpow-cache-dag:onoff --nexapow-small-lut:onoff "
        + "--no-tui --no-color --stats-interval:number --long-stats");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/stat"), new(ApiKind, "/") { OnlyAsFallback = true }];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-a", string.Join('+', launch.Tasks.Select(command.Algorithm)));
        for (int i = 0; i < launch.Tasks.Count; i++)
        {
            string number = launch.Tasks.Count == 1 ? "" : $"[{CommandBuilder.Text(i + 1)}]";
            foreach (var pool in launch.Tasks[i].Pools)
            {
                command.Add("-o", $"{number}{(pool.Tls ? "stratum+ssl://" : "stratum+tcp://")}{pool.Address}", "-u", number + pool.User, "-p", number + pool.Password);
                if (pool.Worker is { } worker) { command.Add("-w", number + worker); }
            }
        }
        command.AddDevices("-d").Add("--api-bind", "127.0.0.1:" + CommandBuilder.Text(api.Port), "--no-tui", "--no-watchdog");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]) ?? JsonReply.Parse(replies[1]);
        if (reply?.Root is not { IsObject: true } root || root["name"].Text() is not "Rigel" && !root["hashrate"].IsObject) { return null; }
        List<JsonNode> devices = [.. root["devices"].Items().Where(d => d["selected"].Truth() is not false)];
        return new()
        {
            Version = root["version"].Text(),
            UptimeSeconds = ReadingRules.Seconds(root["uptime"].Number()),
            Work = [.. Names(root).Take(ReadingRules.MaximumWork).Select(name => Work(root, devices, name))],
        };
    }

    /// <summary>In the order of "a+b"; an answer that names none is read by its rates.</summary>
    static IEnumerable<string> Names(JsonNode root) => root["algorithm"].Text() is { } text ? text.Split('+', StringSplitOptions.RemoveEmptyEntries) : root["hashrate"].Members().Select(m => m.Name);

    static MinerWork Work(JsonNode root, List<JsonNode> devices, string name)
    {
        List<MinerGpuWork> gpus =
        [
            .. devices.Select((d, i) => new MinerGpuWork(PciPlace.FromHex(d["pci_address"].Text()), (int)(d["id"].Count() ?? i), d["hashrate"][name].Rate(), Shares(d["solution_stat"][name]))),
        ];
        var pool = root["pools"][name][0]["connection_details"];
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(name),
            Hashrate = ReadingRules.Total(root["hashrate"][name].Rate(), gpus),
            Shares = Shares(root["solution_stat"][name]),
            Pool = pool["hostname"].Text() is { } host ? ReadingRules.Pool(pool["port"].Count() is { } port ? $"{host}:{port}" : host) : null,
            Gpus = gpus,
        };
    }

    static MinerShares Shares(JsonNode node) => new(node["accepted"].Count(), node["rejected"].Count(), null, node["invalid"].Count());
}
