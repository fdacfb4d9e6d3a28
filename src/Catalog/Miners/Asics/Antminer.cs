using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Antminer with Bitmain's firmware: bmminer and cgminer.</summary>
internal sealed class Antminer : AsicFamily
{
    const int Numbers = 16;

    public override string Id => "antminer";

    public override string Title => "Antminer";

    public override IReadOnlyList<string> ProcessNames => ["bmminer", "cgminer"];

    private protected override MachineHealth? Machine(JsonNode summary, IReadOnlyList<JsonReply?> more)
    {
        string? model = Model(more);
        var stats = Stats(more[0]);
        if (model is null && !stats.Exists) { return null; }
        return new()
        {
            Model = model,
            FanRpm = [.. Enumerable.Range(1, Numbers).Select(n => Rpm(stats[$"fan{n}"].Number())).OfType<double>()],
            BoardCelsius = [.. Enumerable.Range(1, Numbers).Select(n => Highest(stats, n)).OfType<double>()],
        };
    }

    /// <summary>A key says GHS on every machine; on those for scrypt and X11 it holds MH/s.</summary>
    private protected override double? Rate(JsonNode summary, IReadOnlyList<JsonReply?> more, string? model)
    {
        var row = Stats(more[0]) is { Exists: true } stats ? stats : summary;
        return (row["GHS 5s"].Rate() ?? row["GHS av"].Rate()) * AsicModels.FactorOfGhs(model);
    }

    static string? Model(IReadOnlyList<JsonReply?> more) =>
        more[0]?.Root["STATS"].Items().Select(s => s["Type"].Text()).FirstOrDefault(t => t is not null) ?? Row(more[1], "VERSION")["Type"].Text();

    /// <summary>Of the board itself, and of its chips, whose numbers carry a prefix.</summary>
    static double? Highest(JsonNode stats, int board) =>
        new[] { stats[$"temp{board}"], stats[$"temp2_{board}"], stats[$"temp3_{board}"] }.Select(t => Celsius(t.Number())).Max();
}
