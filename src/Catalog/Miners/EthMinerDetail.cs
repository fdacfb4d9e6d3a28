using System.Globalization;
using BloxOs.Catalog.Miners.Reading;

namespace BloxOs.Catalog.Miners;

/// <summary>ethminer's <c>miner_getstatdetail</c>: speeds are hexadecimal texts.</summary>
internal static class EthMinerDetail
{
    public static MinerReading Read(JsonNode detail)
    {
        List<MinerGpuWork> gpus = [.. detail["devices"].Items().Where(d => d["hardware"]["type"].Text() is not "CPU").Select((d, i) => Card(d, i))];
        var shares = Shares(detail["mining"]["shares"]);
        string? host = detail["host"]["version"].Text();
        int digit = host?.AsSpan().IndexOfAnyInRange('0', '9') ?? -1;
        return new()
        {
            Version = digit < 0 ? null : host![digit..],
            UptimeSeconds = ReadingRules.Seconds(detail["host"]["runtime"].Number()),
            Work =
            [
                new()
                {
                    Algorithm = "ethash",
                    Hashrate = ReadingRules.Total(Hex(detail["mining"]["hashrate"]), gpus),
                    Shares = shares,
                    Pool = ReadingRules.Pool(detail["connection"]["uri"].Text()),
                    Difficulty = detail["mining"]["difficulty"].Number(),
                    Gpus = gpus,
                },
            ],
        };
    }

    static MinerGpuWork Card(JsonNode device, int position) => new(
        PciPlace.FromHex(device["hardware"]["pci"].Text()), (int)(device["_index"].Count() ?? position), Hex(device["mining"]["hashrate"]), Shares(device["mining"]["shares"]));

    /// <summary>Found, rejected, failed, seconds since the last.</summary>
    static MinerShares Shares(JsonNode list) => new(ReadingRules.Difference(list[0].Count(), list[1].Count()), list[1].Count(), null, list[2].Count());

    static double? Hex(JsonNode value) => value.Text() is { Length: > 2 and <= 18 } text && text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? ReadingRules.Rate(number) : null
        : value.Rate();
}
