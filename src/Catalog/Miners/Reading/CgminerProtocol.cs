
namespace BloxOs.Catalog.Miners.Reading;

/// <summary>The API of cgminer and its many relatives: JSON over TCP, the unit in the key.</summary>
internal static class CgminerProtocol
{
    static readonly (string Prefix, double Factor)[] Units = [("KHS ", 1e3), ("MHS ", 1e6), ("GHS ", 1e9), ("THS ", 1e12), ("HS ", 1)];

    /// <summary>The rows of one command, of an answer to it alone (<c>{"DEVS":[…]}</c>) or to several (<c>{"devs":[{"DEVS":[…]}]}</c>, or with an object).</summary>
    public static JsonNode Rows(JsonNode root, string command, string name) => root[name] is { Exists: true } alone ? alone : root[command][name];

    /// <summary>The program and version of the status line, such as "sgminer 5.5.5-gm" or "TeamRedMiner 0.10.21", without the name.</summary>
    public static string? Version(JsonNode root, string command) =>
        Description(root, command) is { } text ? text[(text.LastIndexOf(' ') + 1)..] : null;

    /// <summary>The program of the status line, without the version.</summary>
    public static string? Program(JsonNode root, string command) =>
        Description(root, command) is { } text ? text.Split(' ', 2)[0] : null;

    /// <summary>The newest speed of a row, H/s: the first short window, else the average. Null when it has none.</summary>
    public static double? Rate(JsonNode row)
    {
        double? average = null;
        foreach (var (name, value) in row.Members())
        {
            foreach (var (prefix, factor) in Units)
            {
                if (!name.StartsWith(prefix, StringComparison.Ordinal)) { continue; }
                if (name.EndsWith(" av", StringComparison.Ordinal)) { average ??= value.Rate(factor); }
                else if (value.Rate(factor) is { } rate) { return rate; }
            }
        }
        return average;
    }

    /// <summary>One algorithm out of its summary, its devices and its pools; any of them may be missing.</summary>
    public static MinerWork Work(JsonNode summary, JsonNode devices, JsonNode pools)
    {
        List<MinerGpuWork> gpus = [.. devices.Items().Where(d => d["GPU"].Exists).Select((d, i) => Gpu(d, i))];
        var pool = InUse(pools);
        var sum = ReadingRules.Sum(gpus);
        return new()
        {
            Algorithm = AlgorithmSpellings.ToId(pool["Algorithm"].Text()),
            Hashrate = ReadingRules.Total(Rate(summary), gpus),
            Shares = new(
                summary["Accepted"].Count() ?? sum.Accepted ?? pool["Accepted"].Count(),
                summary["Rejected"].Count() ?? sum.Rejected ?? pool["Rejected"].Count(),
                summary["Stale"].Count() ?? pool["Stale"].Count(),
                summary["Hardware Errors"].Count() ?? sum.Invalid),
            Pool = ReadingRules.Pool(pool["URL"].Text()),
            Difficulty = pool["Stratum Difficulty"].Number() ?? pool["Work Difficulty"].Number(),
            Gpus = gpus,
        };
    }

    /// <summary>The pool with an open connection, else the first that is alive.</summary>
    public static JsonNode InUse(JsonNode pools)
    {
        var alive = JsonNode.Missing;
        foreach (var pool in pools.Items())
        {
            if (pool["Stratum Active"].Truth() is true) { return pool; }
            if (!alive.Exists && pool["Status"].Text() is "Alive") { alive = pool; }
        }
        return alive.Exists ? alive : pools[0];
    }

    static MinerGpuWork Gpu(JsonNode device, int position) => new(null, (int)(device["GPU"].Count() ?? position), Rate(device),
        new(device["Accepted"].Count(), device["Rejected"].Count(), null, device["Hardware Errors"].Count()));

    static string? Description(JsonNode root, string command)
    {
        var status = root["STATUS"] is { Exists: true } alone ? alone : root[command]["STATUS"];
        return status[0]["Description"].Text();
    }
}
