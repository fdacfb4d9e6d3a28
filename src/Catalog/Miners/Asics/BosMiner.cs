using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Braiins OS: BOSminer.</summary>
internal sealed class BosMiner : AsicFamily
{
    public override string Id => "bosminer";

    public override string Title => "BOSminer";

    public override IReadOnlyList<string> ProcessNames => ["bosminer", "bosminer-am1-s9"];

    protected override IReadOnlyList<string> MoreCommands => ["temps", "fans", "devdetails"];

    private protected override MachineHealth? Machine(JsonNode summary, IReadOnlyList<JsonReply?> more)
    {
        if (!Rows(more[0], "TEMPS").Any() && !Rows(more[1], "FANS").Any() && !Row(more[2], "DEVDETAILS").Exists) { return null; }
        return new()
        {
            Model = Row(more[2], "DEVDETAILS")["Model"].Text(),
            // 0.0 of a chip is "none".
            BoardCelsius = [.. Rows(more[0], "TEMPS").Select(t => new[] { Celsius(t["Board"].Number()), Celsius(t["Chip"].Number()) }.Max()).OfType<double>()],
            FanRpm = [.. Rows(more[1], "FANS").Select(f => Rpm(f["RPM"].Number())).OfType<double>()],
        };
    }

    static IEnumerable<JsonNode> Rows(JsonReply? reply, string name) => reply?.Root[name].Items() ?? [];
}
