using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>EWBF's Equihash miner. Its program is called <c>miner</c>, as GMiner's is: the port of its API and its flags tell them apart.</summary>
internal sealed class Ewbf : ReadOnlyMiner
{
    public override string Id => "ewbf";

    public override string Title => "EWBF";

    public override IReadOnlyList<string> ProcessNames => ["ewbf", "miner"];

    public override MinerHardware Hardware => MinerHardware.Nvidia;

    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    public override int? DefaultApiPort => 42000;

    public override IReadOnlyList<string> ApiPortFlags => ["--api"];

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, """{"id":1,"method":"getstat"}""")];

    public override bool Recognises(string program, IReadOnlyList<string> arguments) =>
        base.Recognises(program, arguments) && (program.Contains("ewbf", StringComparison.OrdinalIgnoreCase) || arguments.Contains("--cuda_devices") || arguments.Contains("--eexit"));

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        return reply is null ? null : EquihashTelemetry.Read(reply.Root, replies.At);
    }
}
