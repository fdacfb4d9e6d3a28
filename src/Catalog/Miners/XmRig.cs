using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>XMRig: the processor first of all, cards through OpenCL and CUDA.</summary>
internal sealed class XmRig : MinerDescriptor
{
    const string CardAlgorithm = "kawpow";

    public override string Id => "xmrig";

    public override string Title => "XMRig";

    public override IReadOnlyList<string> ProcessNames => ["xmrig", "xmrig-nvidia", "xmrig-amd", "xmrig-cuda"];

    public override MinerHardware Hardware => MinerHardware.Cpu | MinerHardware.Nvidia | MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Http;

    public override IReadOnlyList<string> ApiPortFlags => ["--http-port", "--api-port"];

    public override bool ApiIsGuarded => true;

    public override bool UsesConfigFile => true;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("randomx=rx/0 ghostrider kawpow randomwow=rx/wow randomarq=rx/arq");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--cpu-affinity:number --cpu-priority:number --cpu-max-threads-hint:number --cpu-memory-pool:number --cpu-no-yield --no-huge-pages --huge-pages-jit --asm:word "
        + "--randomx-mode:word --randomx-1gb-pages --randomx-init:number --randomx-no-numa --randomx-no-rdmsr --randomx-cache-qos --randomx-wrmsr:number "
        + "-r:number --retries:number -R:number --retry-pause:number --print-time:number --no-color --nicehash -k --keepalive --verbose");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api)
    {
        string? authorization = api.Token is { } token ? "Bearer " + token : null;
        return
        [
            new(MinerApiKind.Http, "/2/summary") { Authorization = authorization },
            new(MinerApiKind.Http, "/2/backends") { Authorization = authorization, IsExtra = true },
            new(MinerApiKind.Http, "/1/summary") { Authorization = authorization, OnlyAsFallback = true },
        ];
    }

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        if (launch.Devices is { Count: > 0 }) { throw new MinerLaunchException($"cards cannot be chosen one by one for {Title}: start it with all"); }
        command.Add("-c", ConfigFile(command, launch, api), $"--http-port={CommandBuilder.Text(api.Port)}");
        if (launch.CpuThreads is > 0 and var threads) { command.Add($"--threads={CommandBuilder.Text(threads)}"); }
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var summary = JsonReply.Parse(replies[0]) ?? JsonReply.Parse(replies[2]);
        using var backends = JsonReply.Parse(replies[1]);
        if (summary?.Root is not { IsObject: true } root || !root["hashrate"].Exists || !root["results"].Exists) { return null; }
        var gpus = backends is null ? [] : Cards(backends.Root);
        var results = root["results"];
        long? good = results["shares_good"].Count();
        return new()
        {
            Version = root["version"].Text(),
            UptimeSeconds = ReadingRules.Seconds(root["uptime"].Number() ?? root["connection"]["uptime"].Number()),
            Work =
            [
                new()
                {
                    Algorithm = AlgorithmSpellings.ToId(root["algo"].Text()),
                    Hashrate = Newest(root["hashrate"]["total"]),
                    Shares = new(good, ReadingRules.Difference(results["shares_total"].Count(), good)),
                    Pool = ReadingRules.Pool(root["connection"]["pool"].Text()),
                    Difficulty = results["diff_current"].Number(),
                    CpuThreads = Threads(root, backends),
                    Gpus = gpus,
                },
            ],
        };
    }

    /// <summary>Rates over 10 s, 60 s and 15 min: the first that there is.</summary>
    internal static double? Newest(JsonNode rates) => rates[0].Rate() ?? rates[1].Rate() ?? rates[2].Rate();

    static int? Threads(JsonNode root, JsonReply? backends)
    {
        if (backends is not null) { return backends.Root.Items().FirstOrDefault(b => b["type"].Text() == "cpu")?["threads"].Length is > 0 and var count ? count : null; }
        return root["kind"].Text() == "cpu" && root["hashrate"]["threads"].Length is > 0 and var listed ? listed : null;
    }

    /// <summary>Several threads work on one card: added up by bus id, and by index where there is none.</summary>
    static List<MinerGpuWork> Cards(JsonNode backends)
    {
        var cards = new List<MinerGpuWork>();
        foreach (var backend in backends.Items().Where(b => b["type"].Text() is "opencl" or "cuda"))
        {
            int first = cards.Count;
            int i = -1;
            foreach (var thread in backend["threads"].Items())
            {
                i++;
                var place = PciPlace.FromHex(thread["bus_id"].Text());
                int index = (int)(thread["index"].Count() ?? i);
                double? rate = Newest(thread["hashrate"]);
                int known = cards.FindIndex(first, c => place is not null ? c.Place == place : c.Place is null && c.Index == index);
                if (known < 0) { cards.Add(new(place, index, rate)); }
                else { cards[known] = cards[known] with { Hashrate = rate is null ? cards[known].Hashrate : (cards[known].Hashrate ?? 0) + rate }; }
            }
        }
        return cards;
    }

    static string ConfigFile(CommandBuilder command, MinerLaunch launch, MinerApiBinding api) => command.JsonFile(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("autosave", false);
        json.WriteBoolean("watch", false);
        json.WriteBoolean("background", false);
        json.WriteStartObject("http");
        json.WriteBoolean("enabled", true);
        json.WriteString("host", "127.0.0.1");
        json.WriteNumber("port", api.Port);
        json.WriteString("access-token", api.Token);
        json.WriteBoolean("restricted", true);
        json.WriteEndObject();
        WriteBackends(json, launch);
        json.WriteStartArray("pools");
        foreach (var pool in launch.Tasks[0].Pools) { WritePool(json, command.Algorithm(launch.Tasks[0]), pool); }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>
    /// Cards are used only for what is mined on cards alone: most rigs mine on the processor with it, beside another miner on the cards. Each card has one backend:
    /// those of AMD OpenCL, those of NVIDIA CUDA.
    /// </summary>
    static void WriteBackends(System.Text.Json.Utf8JsonWriter json, MinerLaunch launch)
    {
        bool cards = launch.Devices is null && launch.Tasks[0].Algorithm == CardAlgorithm;
        json.WriteStartObject("cpu");
        json.WriteBoolean("enabled", launch.CpuThreads is not 0 && !cards);
        json.WriteEndObject();
        foreach (string backend in (string[])["opencl", "cuda"])
        {
            json.WriteStartObject(backend);
            json.WriteBoolean("enabled", cards);
            if (backend == "opencl") { json.WriteString("platform", "AMD"); }
            json.WriteEndObject();
        }
    }

    static void WritePool(System.Text.Json.Utf8JsonWriter json, string algorithm, MinerPool pool)
    {
        json.WriteStartObject();
        json.WriteString("algo", algorithm);
        json.WriteString("url", pool.Address);
        json.WriteString("user", pool.User);
        json.WriteString("pass", pool.Password);
        json.WriteString("rig-id", pool.Worker);
        json.WriteBoolean("keepalive", true);
        json.WriteBoolean("tls", pool.Tls);
        json.WriteEndObject();
    }
}
