using BloxOs.Catalog.Miners.Flags;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>miniZ, for cards of NVIDIA and AMD. The account is part of the pool's address.</summary>
internal sealed class MiniZ : MinerDescriptor
{
    public override string Id => "miniz";

    public override string Title => "miniZ";

    public override IReadOnlyList<string> ProcessNames => ["miniZ"];

    public override MinerHardware Hardware => MinerHardware.Nvidia | MinerHardware.Amd;

    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    public override int? DefaultApiPort => 20000;

    public override IReadOnlyList<string> ApiPortFlags => ["--telemetry"];

    public override bool ApiIsGuarded => true;

    public override IReadOnlyList<MinerAlgorithm> Algorithms { get; } =
        MinerAlgorithm.List("equihash125_4=125,4 equihash144_5=144,5 equihash192_7=192,7 equihash210_9=210,9 beamhash3=beam3 kawpow ethash etchash progpowz");

    public override IReadOnlyList<ExtraFlag> ExtraFlags { get; } = ExtraFlag.List(
        "--pers:word --mode:numbers --intensity:number --nocolor --gpu-line --extra --show-shares --stat-int:number --retries:number --retrydelay:number");

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, """{"id":"0","method":"getstat"}""")];

    protected override void Build(CommandBuilder command, MinerLaunch launch, MinerApiBinding api)
    {
        var task = launch.Tasks[0];
        command.Add("--par=" + command.Algorithm(task));
        if (task.Algorithm is "equihash144_5" or "equihash192_7" && !launch.ExtraArguments.Any(a => a.StartsWith("--pers", StringComparison.Ordinal))) { command.Add("--pers=auto"); }
        foreach (var pool in task.Pools)
        {
            // An '@' ends the account.
            command.Add($"--url={(pool.Tls ? "ssl://" : "")}{pool.UserWithWorker.Replace("@", "%40", StringComparison.Ordinal)}@{pool.Address}", "--pass=" + pool.Password);
        }
        if (launch.Devices is { Count: > 0 } devices) { command.Add("--cuda-devices=" + CommandBuilder.Numbers(devices)); }
        command.Add("--telemetry=127.0.0.1:" + CommandBuilder.Text(api.Port));
    }

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        return reply is null ? null : EquihashTelemetry.Read(reply.Root, replies.At);
    }
}
