using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Avalon: one text holds nearly everything.</summary>
internal sealed class Avalon : AsicFamily
{
    public override string Id => "avalon";

    public override string Title => "Avalon";

    public override IReadOnlyList<string> ProcessNames => ["avalon"];

    private protected override MachineHealth? Machine(JsonNode summary, IReadOnlyList<JsonReply?> more)
    {
        string? model = Row(more[1], "VERSION")["PROD"].Text();
        string? packed = Packed(more[0]);
        if (model is null && packed is null) { return null; }
        return new()
        {
            Model = model,
            PowerWatts = Watts(NumberText.Read(AsicModels.Packed(packed, "WALLPOWER"))),
            BoardCelsius = [.. Numbers(AsicModels.Packed(packed, "MTmax")).Select(t => Celsius(t)).OfType<double>()],
            FanRpm = [.. Enumerable.Range(1, 8).Select(n => Rpm(NumberText.Read(AsicModels.Packed(packed, $"Fan{n}")))).OfType<double>()],
        };
    }

    private protected override double? Rate(JsonNode summary, IReadOnlyList<JsonReply?> more, string? model) =>
        ReadingRules.Rate(NumberText.Read(AsicModels.Packed(Packed(more[0]), "GHSspd")) * 1e9);

    static string? Packed(JsonReply? stats) => stats?.Root["STATS"].Items()
        .SelectMany(s => s.Members()).FirstOrDefault(m => m.Name.StartsWith("MM ID", StringComparison.Ordinal))?.Value.Raw();

    static IEnumerable<double?> Numbers(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NumberText.Read) ?? [];
}
