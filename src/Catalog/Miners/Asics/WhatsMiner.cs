using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>Whatsminer: btminer.</summary>
internal sealed class WhatsMiner : AsicFamily
{
    public override string Id => "whatsminer";

    public override string Title => "Whatsminer";

    public override IReadOnlyList<string> ProcessNames => ["btminer"];

    protected override IReadOnlyList<string> MoreCommands => ["devdetails"];

    private protected override MachineHealth? Machine(JsonNode summary, IReadOnlyList<JsonReply?> more)
    {
        string? model = Row(more[0], "DEVDETAILS")["Model"].Text();
        if (model is null && !summary["Power"].Exists && !summary["Fan Speed In"].Exists) { return null; }
        return new()
        {
            Model = model is null ? "Whatsminer" : "Whatsminer " + model,
            PowerWatts = Watts(summary["Power"].Number()),
            BoardCelsius = [.. new[] { Celsius(summary["Temperature"].Number()) }.OfType<double>()],
            FanRpm = [.. new[] { Rpm(summary["Fan Speed In"].Number()), Rpm(summary["Fan Speed Out"].Number()) }.OfType<double>()],
        };
    }
}
