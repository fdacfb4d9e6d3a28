using System.Text;
using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>nanominer, for cards of NVIDIA and AMD and for the processor. It takes its settings from a file only.</summary>
internal sealed class NanoMiner : MinerDescriptor
{
    static readonly string[] OnProcessor = ["randomx", "verushash"];

    public override string Id => "nanominer";

    public override string Title => "nanominer";

    public override IReadOnlyList<string> ProcessNames => ["nanominer"];

    public override MinerHardware Hardware => MinerHardware.Cpu | MinerHardware.Nvidia | MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override int? DefaultApiPort => 9090;

    public override bool ApiIsGuarded => true;

    public override bool ApiStaysOnLoopback => false;

    public override int MaximumTasks => 2;

    public override bool UsesConfigFile => true;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } =
        MinerAlgorithm.List("ethash=Ethash etchash=Etchash kawpow=Kawpow firopow=FiroPow octopus=Octopus autolykos2=Autolykos randomx=RandomX verushash=Verushash");

    /// <summary>Its command line names a file and nothing else.</summary>
    public override IReadOnlyList<ExtraFlag> ExtraFlags => [];

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, "/stats")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        var ini = new StringBuilder();
        // The EthMan port is a second API, the password is for changes through the web page: the first is off, the second random.
        ini.Append($"webPort={CommandBuilder.Text(api.Port)}\nmport=0\nwatchdog=false\ncheckForUpdates=false\nautoUpdate=false\nnoLog=true\n");
        if (api.Token is { } token) { ini.Append($"webPassword={token}\n"); }
        foreach (var task in launch.Tasks) { Append(ini, command, task, launch); }
        command.Add(command.File("ini", ini.ToString()));
    }

    static void Append(StringBuilder ini, CommandBuilder command, MinerTask task, MinerLaunch launch)
    {
        var first = task.Pools[0];
        // TLS is for all or none.
        List<MinerPool> pools = [.. task.PoolsOfFirstAccount.Where(p => p.Tls == first.Tls)];
        bool cpu = OnProcessor.Contains(task.Algorithm);
        if (cpu ? launch.CpuThreads is 0 : launch.Devices is { Count: 0 }) { throw new MinerLaunchException($"nothing is left for nanominer to compute {task.Algorithm} on"); }
        ini.Append($"\n[{command.Algorithm(task)}]\nwallet={first.User}\nrigPassword={first.Password}\n");
        if (first.Worker is { } worker) { ini.Append($"rigName={worker}\n"); }
        for (int i = 0; i < pools.Count; i++) { ini.Append($"pool{CommandBuilder.Text(i + 1)}={pools[i].Address}\n"); }
        ini.Append($"useSSL={(first.Tls ? "true" : "false")}\nsortPools=false\n");
        if (cpu && launch.CpuThreads is { } threads) { ini.Append($"cpuThreads={CommandBuilder.Text(threads)}\n"); }
        if (!cpu && launch.Devices is { Count: > 0 } devices) { ini.Append($"devices={CommandBuilder.Numbers(devices)}\n"); }
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        if (reply?.Root is not { IsObject: true } root || !root["Algorithms"].IsList) { return null; }
        var places = new Dictionary<string, PciPlace?>(StringComparer.Ordinal);
        foreach (var (name, device) in root["Devices"].Items().SelectMany(d => d.Members()).Take(ReadingRules.MaximumGpus)) { places[name] = PciPlace.FromHex(device["Pci"].Text()); }
        return new()
        {
            Version = root["Version"].Text(),
            UptimeSeconds = ReadingRules.Seconds(root["WorkTime"].Number()),
            Work = [.. root["Algorithms"].Items(ReadingRules.MaximumWork).SelectMany(a => a.Members()).Take(ReadingRules.MaximumWork).Select(a => Work(a.Name, a.Value, places))],
        };
    }

    /// <summary>Cards, the processor, the pool and counters stand side by side: only "GPU n" and "CPU" are devices.</summary>
    static MinerWork Work(string name, JsonNode algorithm, Dictionary<string, PciPlace?> places)
    {
        List<MinerGpuWork> gpus = [];
        foreach (var (key, value) in algorithm.Members())
        {
            if (gpus.Count >= ReadingRules.MaximumGpus || !key.StartsWith("GPU ", StringComparison.Ordinal) || !int.TryParse(key.AsSpan(4), out int index)) { continue; }
            gpus.Add(new(places.GetValueOrDefault(key), index, value["Hashrate"].Rate(), new(value["Accepted"].Count(), value["Denied"].Count())));
        }
        var total = algorithm["Total"];
        var sum = ReadingRules.Sum(gpus);
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(name),
            Hashrate = ReadingRules.Total(total["Hashrate"].Rate(), gpus, algorithm["CPU"]["Hashrate"].Rate()),
            Shares = new(total["Accepted"].Count() ?? sum.Accepted, total["Denied"].Count() ?? sum.Rejected),
            Pool = ReadingRules.Pool(algorithm["CurrentPool"].Text()),
            Gpus = gpus,
        };
    }
}
