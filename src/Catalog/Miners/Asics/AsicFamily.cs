using BloxOs.Catalog.Miners.Launching;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Firmware of ASICs that speaks cgminer's API: read only, nothing privileged is ever sent.</summary>
public abstract class AsicFamily : ReadOnlyMiner
{
    /// <inheritdoc/>
    public override MinerHardware Hardware => MinerHardware.Asic;

    /// <inheritdoc/>
    public override MinerApiKind ApiKind => MinerApiKind.Tcp;

    /// <inheritdoc/>
    public override int? DefaultApiPort => 4028;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ApiPortFlags => ["--api-port"];

    /// <inheritdoc/>
    public override bool ApiIsGuarded => true;

    /// <summary>Further commands of this firmware, in the order in which <see cref="Machine"/> reads their answers.</summary>
    protected virtual IReadOnlyList<string> MoreCommands => ["stats", "version"];

    /// <inheritdoc/>
    public override IReadOnlyList<MinerApiRequest> Requests(MinerApiBinding api) =>
    [
        Request("summary", extra: false), Request("pools", extra: true), Request("devs", extra: true), .. MoreCommands.Select(c => Request(c, extra: true)),
    ];

    /// <summary>Readings of the machine.</summary>
    /// <param name="summary">Row of the summary; may be missing.</param>
    /// <param name="more">Answers to <see cref="MoreCommands"/>, in their order; null where there is none.</param>
    private protected abstract MachineHealth? Machine(JsonNode summary, IReadOnlyList<JsonReply?> more);

    /// <summary>The speed, H/s, where the firmware writes it in its own way; null when it does not.</summary>
    private protected virtual double? Rate(JsonNode summary, IReadOnlyList<JsonReply?> more, string? model) => null;

    /// <inheritdoc/>
    protected override MinerReading? ReadAnswers(MinerReplies replies)
    {
        using var summary = JsonReply.Parse(replies[0]);
        using var pools = JsonReply.Parse(replies[1]);
        using var devices = JsonReply.Parse(replies[2]);
        var more = new List<JsonReply?>();
        try
        {
            for (int i = 0; i < MoreCommands.Count; i++) { more.Add(JsonReply.Parse(replies[3 + i])); }
            return Read(summary, pools, devices, more);
        }
        finally
        {
            foreach (var reply in more) { reply?.Dispose(); }
        }
    }

    MinerReading? Read(JsonReply? summary, JsonReply? pools, JsonReply? devices, List<JsonReply?> more)
    {
        if (summary is null && more.All(m => m is null) && devices is null) { return null; }
        var row = Row(summary, "SUMMARY");
        var machine = Machine(row, more);
        var devs = devices?.Root["DEVS"] ?? JsonNode.Missing;
        if (!row.Exists && machine is null && !devs.Exists) { return null; }
        var work = CgminerProtocol.Work(row, devs, pools?.Root["POOLS"] ?? JsonNode.Missing);
        double? boards = null;
        foreach (var board in devs.Items()) { boards = CgminerProtocol.Rate(board) is { } rate ? (boards ?? 0) + rate : boards; }
        double? own = Rate(row, more, machine?.Model);
        var status = summary ?? devices ?? more.FirstOrDefault(m => m is not null);
        return new()
        {
            Name = machine?.Model,
            Version = status is null ? null : CgminerProtocol.Version(status.Root, ""),
            UptimeSeconds = ReadingRules.Seconds(row["Elapsed"].Number() ?? devs[0]["Device Elapsed"].Number() ?? more.Select(m => m is null ? null : Stats(m)["Elapsed"].Number()).FirstOrDefault(e => e is not null)),
            Work = [work with { Algorithm = work.Algorithm ?? AsicModels.AlgorithmOf(machine?.Model), Hashrate = own ?? work.Hashrate ?? boards, Gpus = [] }],
            Machine = machine,
        };
    }

    /// <summary>The row of measurements of an answer to "stats": the first with a time.</summary>
    private protected static JsonNode Stats(JsonReply? reply) => reply?.Root["STATS"].Items().FirstOrDefault(s => s["Elapsed"].Exists) ?? JsonNode.Missing;

    /// <summary>The only row of an answer.</summary>
    private protected static JsonNode Row(JsonReply? reply, string name) => reply?.Root[name][0] ?? JsonNode.Missing;

    /// <summary>A temperature that was measured: firmware writes 0 or -273 for a sensor that is not there.</summary>
    private protected static double? Celsius(double? value) => value is > 0 and < 200 ? value : null;

    /// <summary>A fan that turns.</summary>
    private protected static double? Rpm(double? value) => value is > 0 and < 50_000 ? value : null;

    /// <summary>A power that can be one.</summary>
    private protected static double? Watts(double? value) => value is > 0 and < 100_000 ? value : null;

    MinerApiRequest Request(string command, bool extra) => new(ApiKind, $$"""{"command":"{{command}}"}""") { IsExtra = extra };
}
