using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>ccminer and the miners that grew from it or speak its protocol; cards of NVIDIA.</summary>
public abstract class CcminerFamily : MinerDescriptor
{
    /// <inheritdoc/>
    public override MinerHardware Hardware => MinerHardware.Nvidia;

    /// <inheritdoc/>
    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    /// <inheritdoc/>
    public override int? DefaultApiPort => 4068;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ApiPortFlags => ["-b", "--api-bind"];

    /// <inheritdoc/>
    public override bool ApiIsGuarded => true;

    /// <inheritdoc/>
    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) =>
        [new(ApiKind, "summary"), new(ApiKind, "threads") { IsExtra = true }, new(ApiKind, "pool") { IsExtra = true }];

    /// <inheritdoc/>
    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        command.Add("-a", command.Algorithm(launch.Tasks[0]));
        foreach (var pool in launch.Tasks[0].Pools)
        {
            if (pool.Tls) { throw new MinerLaunchException($"{Title} does not speak TLS to pools"); }
            command.Add("-o", "stratum+tcp://" + pool.Address, "-u", pool.UserWithWorker, "-p", pool.Password);
        }
        command.AddDevices("-d").Add("-b", "127.0.0.1:" + CommandBuilder.Text(api.Port));
    }

    /// <inheritdoc/>
    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        if (PipeReply.Parse(replies[0]) is not [var summary, ..] || !summary.ContainsKey("ALGO") && !summary.ContainsKey("KHS")) { return null; }
        List<MinerGpuWork> gpus = [.. PipeReply.Parse(replies[1]).Where(r => r.ContainsKey("GPU")).Take(ReadingRules.MaximumGpus).Select(Card)];
        var pool = PipeReply.Parse(replies[2]) is [var first, ..] ? first : null;
        return new()
        {
            Name = ReadingRules.Text(summary.GetValueOrDefault("NAME")),
            Version = ReadingRules.Text(summary.GetValueOrDefault("VER")),
            UptimeSeconds = ReadingRules.Seconds(summary.Number("UPTIME")),
            Work =
            [
                new()
                {
                    Algorithm = AlgorithmSpellings.ToId(summary.GetValueOrDefault("ALGO")),
                    Hashrate = ReadingRules.Total(Rate(summary), gpus),
                    // The pool's own counters differ from these in some builds: those of the summary are the miner's.
                    Shares = new(summary.Count("ACC"), summary.Count("REJ"), pool?.Count("STALE"), ReadingRules.Sum(gpus, s => s.Invalid)),
                    Pool = ReadingRules.Pool(pool?.GetValueOrDefault("URL") ?? pool?.GetValueOrDefault("POOL")),
                    Difficulty = pool?.Number("DIFF") ?? (summary.Number("DIFF") is > 0 and var difficulty ? difficulty : null),
                    Gpus = gpus,
                },
            ],
        };
    }

    /// <summary>kH/s; where "HS" stands beside it the two contradict each other, and the first is right.</summary>
    static double? Rate(IReadOnlyDictionary<string, string> record) => ReadingRules.Rate(record.Number("KHS") * 1e3);

    static MinerGpuWork Card(IReadOnlyDictionary<string, string> record, int position) => new(
        PciPlace.FromBus(record.Number("BUS")), (int)(record.Count("GPU") is { } index and < 1000 ? index : position), Rate(record),
        new(record.Count("ACC"), record.Count("REJ"), null, record.Count("HWF")));
}
