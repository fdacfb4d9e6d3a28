namespace BloxOs.Catalog.Miners.Reading;

/// <summary>The remote API of Claymore's miners, which many speak: texts with semicolons inside a JSON list.</summary>
internal static class ClaymoreProtocol
{
    /// <summary>Coins of Claymore's builds that count single hashes or solutions.</summary>
    static readonly string[] SingleHashes = ["XMR", "ZEC"];

    /// <summary>The newer method first, the older one where it is not known.</summary>
    public static IReadOnlyList<MinerApiRequest> Requests(string? password) => [Request("miner_getstat2", password), Request("miner_getstat1", password) with { OnlyAsFallback = true }];

    /// <summary>Null when neither answer is one. Both are the same up to the ninth text.</summary>
    public static MinerReading? Read(MinerReplies replies) => Read(replies[0]) ?? Read(replies[1]);

    /// <summary>One answer; null when it is not of this protocol.</summary>
    public static MinerReading? Read(string? text)
    {
        using var reply = JsonReply.Parse(text);
        if (reply is null) { return null; }
        var list = reply.Root.IsList ? reply.Root : reply.Root["result"];
        if (list.Length < 4) { return null; }
        string head = list[0].Text() ?? "";
        string? coin = head.Contains(" - ", StringComparison.Ordinal) ? head[(head.LastIndexOf(" - ", StringComparison.Ordinal) + 3)..].Trim() : null;
        double unit = SingleHashes.Contains(coin, StringComparer.OrdinalIgnoreCase) ? 1 : 1e3;
        string[] pools = Parts(list, 7);
        var first = Work(list, 2, 3, unit) with { Algorithm = AlgorithmSpellings.ToId(coin), Pool = ReadingRules.Pool(pools.FirstOrDefault()) };
        var second = Work(list, 4, 5, unit) with { Pool = ReadingRules.Pool(pools.ElementAtOrDefault(1)) };
        bool dual = second.Hashrate > 0 || second.Gpus.Any(g => g.Hashrate is not null);
        // Whole minutes: 0 during the first, and the rest of the last is not told.
        return new() { Name = Name(head), Version = Version(head), UptimeSeconds = ReadingRules.Seconds(list[1].Number(), 60), Work = dual ? [first, second] : [first] };
    }

    static MinerApiRequest Request(string method, string? password) => new(
        MinerApiKind.Tcp, $$"""{"id":0,"jsonrpc":"2.0","method":"{{method}}"{{(password is null ? "" : $",\"psw\":\"{password}\"")}}}""");

    static MinerWork Work(JsonNode list, int totals, int cards, double unit)
    {
        string[] total = Parts(list, totals);
        var places = Parts(list, 15);
        bool main = totals == 2;
        var gpus = new List<MinerGpuWork>();
        string[] rates = Parts(list, cards);
        for (int i = 0; i < rates.Length && i < ReadingRules.MaximumGpus; i++)
        {
            // "off" and "stopped" are not 0.
            gpus.Add(new(PciPlace.FromBus(At(places, i)), i, ReadingRules.Rate(NumberText.Read(rates[i]) * unit), new(
                Count(list, main ? 9 : 12, i), Count(list, main ? 10 : 13, i), null, Count(list, main ? 11 : 14, i))));
        }
        long? found = Counter(total, 1), rejected = Counter(total, 2);
        return new()
        {
            Hashrate = ReadingRules.Rate(At(total, 0) * unit),
            Shares = new(ReadingRules.Difference(found, rejected), rejected, null, Counter(Parts(list, 8), main ? 0 : 2)),
            Gpus = gpus,
        };
    }

    static string[] Parts(JsonNode list, int index) => list[index].Raw() is { Length: > 0 and <= 4096 } text ? text.Split(';') : [];

    static double? At(string[] parts, int index) => index < parts.Length ? NumberText.Read(parts[index]) : null;

    static long? Counter(string[] parts, int index) => At(parts, index) is { } number and >= 0 and < 1e15 ? (long)number : null;

    static long? Count(JsonNode list, int index, int card) => Counter(Parts(list, index), card);

    /// <summary>"PM 5.1c - ETH", "11.8 - ETH", "TT-Miner/2.2.5", "ethminer-0.16.0.dev0+commit.41639944".</summary>
    static string? Version(string head)
    {
        string program = head.Split(" - ")[0];
        int digit = program.AsSpan().IndexOfAnyInRange('0', '9');
        return digit < 0 ? null : ReadingRules.Text(program[digit..]);
    }

    static string? Name(string head)
    {
        int digit = head.AsSpan().IndexOfAnyInRange('0', '9');
        return digit <= 0 ? null : ReadingRules.Text(head[..digit].TrimEnd(' ', '-', '/'));
    }
}
