using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>dstm's ZCash miner.</summary>
internal sealed class Dstm : ReadOnlyMiner
{
    public override string Id => "dstm";

    public override string Title => "dstm";

    public override IReadOnlyList<string> ProcessNames => ["zm"];

    public override MinerHardware Hardware => MinerHardware.Nvidia;

    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    public override int? DefaultApiPort => 2222;

    public override IReadOnlyList<string> ApiPortFlags => ["--telemetry"];

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) => [new(ApiKind, """{"id":1,"method":"getstat"}""")];

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var reply = JsonReply.Parse(replies[0]);
        return reply is null ? null : EquihashTelemetry.Read(reply.Root, replies.At);
    }
}
