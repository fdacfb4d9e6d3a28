using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>TeamRedMiner, for cards of AMD. Its API names no PCI address; cards are numbered by it.</summary>
internal sealed class TeamRedMiner : MinerDescriptor
{
    public override string Id => "teamredminer";

    public override string Title => "TeamRedMiner";

    public override IReadOnlyList<string> ProcessNames => ["teamredminer"];

    public override MinerHardware Hardware => MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    public override int? DefaultApiPort => 4028;

    public override IReadOnlyList<string> ApiPortFlags => ["--api_listen"];

    public override bool ApiIsGuarded => true;

    public override int MaximumTasks => 2;

    public override bool NumbersByBus => true;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } = MinerAlgorithm.List("ethash etchash kawpow autolykos2 firopow kheavyhash=kas verthash");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--eth_config:word --eth_4g_max_alloc:numbers --eth_dag_slowdown:number --eth_dag_cache:numbers --eth_stagger --init_style:number --short_stats "
        + "--no_ntime_roll --no_stale_submit --disable_colors --long_timestamps --autolykos_no_coef --prog_config:word");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) =>
        [new(ApiKind, """{"command":"summary+devs+pools"}"""), new(ApiKind, """{"command":"devs2+pools2"}""") { IsExtra = true }];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-a", command.Algorithm(launch.Tasks[0]), $"--api_listen=127.0.0.1:{CommandBuilder.Text(api.Port)}").AddDevices("-d");
        AddPools(command, launch.Tasks[0]);
        if (launch.Tasks is not [_, var second]) { return; }
        if (command.Algorithm(second) is not "kas" and var name) { throw new MinerLaunchException($"{Title} works on kheavyhash beside another algorithm, not on {name}"); }
        command.Add("--kas");
        AddPools(command, second);
        command.Add("--kas_end");
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        using var extra = JsonReply.Parse(replies[1]);
        if (reply?.Root is not { IsObject: true } root || CgminerProtocol.Rows(root, "devs", "DEVS") is not { Exists: true } devices) { return null; }
        var summary = CgminerProtocol.Rows(root, "summary", "SUMMARY")[0];
        var work = new List<MinerWork> { CgminerProtocol.Work(summary, devices, CgminerProtocol.Rows(root, "pools", "POOLS")) };
        if (extra is not null && CgminerProtocol.Rows(extra.Root, "devs2", "DEVS") is { Length: > 0 } second)
        {
            work.Add(CgminerProtocol.Work(JsonNode.Missing, second, CgminerProtocol.Rows(extra.Root, "pools2", "POOLS")));
        }
        return new()
        {
            Version = CgminerProtocol.Version(root, "devs"),
            UptimeSeconds = ReadingRules.Seconds(summary["Elapsed"].Number() ?? devices[0]["Device Elapsed"].Number()),
            Work = work,
        };
    }

    static void AddPools(CommandBuilder command, MinerTask task)
    {
        foreach (var pool in task.Pools)
        {
            command.Add("-o", (pool.Tls ? "stratum+ssl://" : "stratum+tcp://") + pool.Address, "-u", pool.UserWithWorker, "-p", pool.Password);
        }
    }
}
