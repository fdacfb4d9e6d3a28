namespace BloxOs.Catalog.Miners.Reading;

/// <summary>Rules that hold for every miner's answer.</summary>
internal static class ReadingRules
{
    /// <summary>Cards that are read of one answer.</summary>
    public const int MaximumGpus = 64;

    /// <summary>Algorithms that are read of one answer.</summary>
    public const int MaximumWork = 8;

    const int MaximumText = 200;
    const double LargestRate = 1e22;
    const double UntrustedShareOfSum = 0.6;

    /// <summary>Within it a speed of 0 means "not measured yet"; miners that count minutes say 0 for so long.</summary>
    const long StartSeconds = 90;

    /// <summary>A speed that can be one; null otherwise. Nothing is ever negative, and less than a hash in a day is nothing.</summary>
    public static double? Rate(double? value) => value switch
    {
        null => null,
        0 => 0,
        >= 1e-5 and <= LargestRate => value,
        > 0 and < 1e-5 => 0,
        _ => null,
    };

    /// <summary>Printable, trimmed, cut; null when nothing is left.</summary>
    public static string? Text(string? text)
    {
        if (text is null) { return null; }
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length > MaximumText) { trimmed = trimmed[..MaximumText]; }
        if (trimmed.IsEmpty) { return null; }
        foreach (char c in trimmed)
        {
            if (!IsPrintable(c)) { return string.Concat(trimmed.ToString().Where(IsPrintable)) is { Length: > 0 } rest ? rest : null; }
        }
        return trimmed.Length == text.Length ? text : trimmed.ToString();
    }

    /// <summary>The miner's own total, unless it is far below the sum of its cards; the sum when there is no total.</summary>
    public static double? Total(double? total, IReadOnlyList<MinerGpuWork> gpus, double? cpu = null)
    {
        double? sum = gpus.Any(g => g.Hashrate is not null) || cpu is not null ? gpus.Sum(g => g.Hashrate ?? 0) + (cpu ?? 0) : null;
        return total is null || total <= UntrustedShareOfSum * sum ? Rate(sum) ?? total : total;
    }

    /// <summary>Adds a counter over the cards; null when no card has it.</summary>
    public static long? Sum(IReadOnlyList<MinerGpuWork> gpus, Func<MinerShares, long?> counter) =>
        gpus.Any(g => counter(g.Shares) is not null) ? gpus.Aggregate(0L, (sum, g) => unchecked(sum + (counter(g.Shares) ?? 0))) : null;

    /// <summary>The shares of all cards, for miners that give no total.</summary>
    public static MinerShares Sum(IReadOnlyList<MinerGpuWork> gpus) =>
        new(Sum(gpus, s => s.Accepted), Sum(gpus, s => s.Rejected), Sum(gpus, s => s.Stale), Sum(gpus, s => s.Invalid));

    /// <summary>A difference of two counters that cannot be negative; null when one is unknown.</summary>
    public static long? Difference(long? all, long? part) => all is { } a && part is { } p ? Math.Max(a - p, 0) : null;

    /// <summary>Whole seconds; null when it cannot be a time since a start.</summary>
    public static long? Seconds(double? value, double factor = 1) => value * factor is { } seconds and >= 0 and < 1e10 ? (long)seconds : null;

    /// <summary>Seconds since a time of the epoch.</summary>
    public static long? Since(double? epochSeconds, DateTimeOffset now) =>
        epochSeconds is > 1e9 and < 1e11 ? Seconds(now.ToUnixTimeSeconds() - epochSeconds) : null;

    /// <summary>Host and port out of <c>stratum+ssl://user@host:port/path</c>; null when there is nothing.</summary>
    public static string? Pool(string? url)
    {
        if (Text(url) is not { } text) { return null; }
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) { text = text[(scheme + 3)..]; }
        text = text[(text.LastIndexOf('@') + 1)..].TrimStart('/');
        int path = text.IndexOfAny(['/', '?']);
        return path < 0 ? Text(text) : Text(text[..path]);
    }

    /// <summary>A speed of 0 right after the start, or of every card while there is a total, is not a measurement.</summary>
    public static MinerReading? Settle(MinerReading? reading)
    {
        if (reading is null) { return null; }
        return reading with { Work = [.. reading.Work.Take(MaximumWork).Select(w => Settle(w, reading.UptimeSeconds))] };
    }

    static MinerWork Settle(MinerWork work, long? uptime)
    {
        var gpus = work.Gpus.Count > MaximumGpus ? work.Gpus.Take(MaximumGpus).ToList() : work.Gpus;
        bool starting = uptime is { } seconds ? seconds < StartSeconds : work.Shares.Accepted is null or 0;
        bool unknownEach = work.Hashrate > 0 && gpus.All(g => g.Hashrate is null or 0);
        return work with
        {
            Hashrate = starting && work.Hashrate is 0 ? null : work.Hashrate,
            Gpus = starting || unknownEach ? [.. gpus.Select(g => g.Hashrate is 0 ? g with { Hashrate = null } : g)] : gpus,
        };
    }

    static bool IsPrintable(char c) => !char.IsControl(c) && !char.IsSurrogate(c)
        && char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
