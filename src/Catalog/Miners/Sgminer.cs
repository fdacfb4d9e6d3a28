using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>sgminer on cards, from which TeamRedMiner took its API.</summary>
internal sealed class Sgminer : ReadOnlyMiner
{
    public override string Id => "sgminer";

    public override string Title => "sgminer";

    public override IReadOnlyList<string> ProcessNames => ["sgminer", "sgminer-gm", "avermore"];

    public override MinerHardware Hardware => MinerHardware.Amd | MinerHardware.Nvidia;

    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    public override int? DefaultApiPort => 4028;

    public override IReadOnlyList<string> ApiPortFlags => ["--api-port"];

    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) =>
        [new(ApiKind, """{"command":"devs"}"""), new(ApiKind, """{"command":"pools"}""") { IsExtra = true }, new(ApiKind, """{"command":"summary"}""") { IsExtra = true }];

    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var devices = JsonReply.Parse(replies[0]);
        using var pools = JsonReply.Parse(replies[1]);
        using var summary = JsonReply.Parse(replies[2]);
        if (devices is null || !devices.Root["DEVS"].IsList) { return null; }
        var row = summary?.Root["SUMMARY"][0] ?? JsonNode.Missing;
        return new()
        {
            Name = CgminerProtocol.Program(devices.Root, ""),
            Version = CgminerProtocol.Version(devices.Root, ""),
            UptimeSeconds = ReadingRules.Seconds(row["Elapsed"].Number() ?? devices.Root["DEVS"][0]["Device Elapsed"].Number()),
            Work = [CgminerProtocol.Work(row, devices.Root["DEVS"], pools?.Root["POOLS"] ?? JsonNode.Missing)],
        };
    }
}
