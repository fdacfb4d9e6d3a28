namespace BloxOs.Catalog.Miners.Reading;

/// <summary>The answer to <c>getstat</c> of EWBF, miniZ and dstm: one row a card, Sol/s.</summary>
internal static class EquihashTelemetry
{
    /// <summary>Null when it is not such an answer.</summary>
    public static MinerReading? Read(JsonNode root, DateTimeOffset now)
    {
        if (!root.IsObject || !root["result"].IsList || root["result"].Length > 0 && !root["result"][0].IsObject) { return null; }
        List<MinerGpuWork> gpus = [.. root["result"].Items().Select((r, i) => Row(r, i))];
        return new()
        {
            Version = root["version"].Text(),
            UptimeSeconds = ReadingRules.Seconds(root["uptime"].Number()) ?? ReadingRules.Since(root["start_time"].Number() ?? root["result"][0]["start_time"].Number(), now),
            Work =
            [
                new()
                {
                    Algorithm = AlgorithmSpellings.ToId(root["algo"].Text() ?? root["pers"].Text() switch { "zil" => "ethash", _ => null }),
                    Hashrate = ReadingRules.Total(null, gpus),
                    Shares = ReadingRules.Sum(gpus),
                    Pool = ReadingRules.Pool(root["current_server"].Text() ?? Server(root)),
                    Gpus = gpus,
                },
            ],
        };
    }

    static MinerGpuWork Row(JsonNode row, int position) => new(
        PciPlace.FromHex(row["busid"].Text()) ?? PciPlace.FromBus(row["gpu_pci_bus_id"].Number()),
        (int)(row["gpuid"].Count() ?? row["gpu_id"].Count() ?? position),
        row["speed_sps"].Rate() ?? row["sol_ps"].Rate(),
        new(row["accepted_shares"].Count(), row["rejected_shares"].Count(), row["stale_shares"].Count()));

    static string? Server(JsonNode root) => root["server"].Text() is { } host ? root["port"].Count() is { } port ? $"{host}:{port}" : host : null;
}
