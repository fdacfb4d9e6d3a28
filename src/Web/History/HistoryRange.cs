using System.Globalization;
using BloxOs.Web.Display;

namespace BloxOs.Web.History;

/// <summary>The stretch of time that charts show: one that ends now and goes along, or a fixed one.</summary>
/// <param name="From">Start.</param>
/// <param name="To">End.</param>
/// <param name="Preset">Key of <see cref="Presets"/>; null for a fixed one.</param>
internal sealed record HistoryRange(DateTimeOffset From, DateTimeOffset To, string? Preset)
{
    /// <summary>What is shown when nothing is asked for.</summary>
    public const string Usual = "24h";

    /// <summary>Points of a range in which samples lie one by one: a sample every half minute for a day.</summary>
    const int RawPoints = 3_000;

    /// <summary>Points of a longer range: more than a wide screen has room for.</summary>
    const int StepPoints = 1_000;

    static readonly TimeSpan s_raw = TimeSpan.FromHours(48);
    static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(1);

    /// <summary>Longer ones are not read.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3 * 366);

    /// <summary>What can be asked for by name.</summary>
    public static IReadOnlyList<(string Key, string Title, TimeSpan Length)> Presets { get; } =
    [
        ("1h", "1 h", TimeSpan.FromHours(1)), ("6h", "6 h", TimeSpan.FromHours(6)), (Usual, "24 h", TimeSpan.FromDays(1)), ("7d", "7 d", TimeSpan.FromDays(7)),
        ("30d", "30 d", TimeSpan.FromDays(30)), ("1y", "1 y", TimeSpan.FromDays(365)),
    ];

    /// <summary>Reads a question; null when it is none.</summary>
    /// <param name="range">Key of a preset.</param>
    /// <param name="from">Unix milliseconds, together with <paramref name="to"/> instead of a preset.</param>
    /// <param name="to">Unix milliseconds.</param>
    /// <param name="now">The end of a preset.</param>
    public static HistoryRange? Read(string? range, string? from, string? to, DateTimeOffset now)
    {
        if (from is null && to is null)
        {
            var preset = Presets.FirstOrDefault(one => one.Key == (range ?? Usual));
            return preset.Key is null ? null : new(now - preset.Length, now, preset.Key);
        }
        if (Moment(from) is not { } start || Moment(to) is not { } end || end - start < s_shortest || end - start > Longest) { return null; }
        return new(start, end, null);
    }

    /// <summary>For a link: what <see cref="Read"/> reads.</summary>
    public string Query => Preset is null
        ? string.Create(CultureInfo.InvariantCulture, $"from={From.ToUnixTimeMilliseconds()}&to={To.ToUnixTimeMilliseconds()}")
        : "range=" + Preset;

    /// <summary>For people.</summary>
    public string Title => Preset switch
    {
        null => $"{TimeText.Moment(From)} to {TimeText.Moment(To)}",
        "1h" => "Last hour",
        "6h" => "Last 6 hours",
        Usual => "Last 24 hours",
        "7d" => "Last 7 days",
        "30d" => "Last 30 days",
        _ => "Last year",
    };

    /// <summary>How long it is.</summary>
    public TimeSpan Length => To - From;

    /// <summary>How many points to ask the history for.</summary>
    public int Points => Length <= s_raw ? RawPoints : StepPoints;

    static DateTimeOffset? Moment(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) && milliseconds < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
