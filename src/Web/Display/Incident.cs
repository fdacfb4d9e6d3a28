using BloxOs.Grains.Farms;

namespace BloxOs.Web.Display;

/// <summary>Something that stands wrong now, in plain words.</summary>
/// <param name="Need">How bad it is.</param>
/// <param name="Symbol">State whose symbol stands before it; "" for a glyph.</param>
/// <param name="Title">Where and what: "Garage North / ash-04: offline".</param>
/// <param name="Text">What is known beside that; "" for nothing.</param>
/// <param name="Since">Since when it is so; null when that is not known.</param>
/// <param name="Href">Where to look.</param>
internal sealed record Incident(RigNeed Need, string Symbol, string Title, string Text, DateTimeOffset? Since, string Href)
{
    /// <summary>The rig that it is about; null when it is about a whole farm.</summary>
    public RigFacts? Rig { get; init; }

    /// <summary>It was so at <see cref="Since"/> already and began before that; nobody looked further back.</summary>
    public bool IsOlder { get; init; }

    /// <summary>Most slow cards that are named.</summary>
    const int MostSlow = 2;

    static readonly TimeSpan s_together = TimeSpan.FromMinutes(1);

    /// <summary>What stands wrong in a farm, the worst and the oldest first.</summary>
    public static IReadOnlyList<Incident> Of(FarmView farm, IReadOnlyList<RigFacts> rigs)
    {
        if (Silent(farm, rigs) is { } all) { return [all]; }
        return [.. rigs.Where(static rig => rig.Need != RigNeed.None).Select(rig => Of(farm.Name, rig)).OrderBy(static one => one.Need).ThenBy(static one => one.Since ?? DateTimeOffset.MaxValue)];
    }

    /// <summary>All rigs are away: one line says more than many.</summary>
    static Incident? Silent(FarmView farm, IReadOnlyList<RigFacts> rigs)
    {
        if (rigs.Count < 2 || !rigs.All(static rig => rig.IsOffline)) { return null; }
        var (first, last) = (rigs.Min(static rig => rig.View.Reading.LastSeenAt!.Value), rigs.Max(static rig => rig.View.Reading.LastSeenAt!.Value));
        string within = last - first <= s_together
            ? $"All {NumberText.Whole(rigs.Count)} rigs went quiet within {TimeText.Span(last - first)}. Looks like the line or the power, not the rigs."
            : $"None of {NumberText.Whole(rigs.Count)} rigs reports.";
        return new(RigNeed.Offline, "offline", $"{farm.Name}: whole farm silent", within, last, "/farms/" + Uri.EscapeDataString(farm.FarmId));
    }

    static Incident Of(string farm, RigFacts rig)
    {
        var reading = rig.View.Reading;
        string where = $"{farm} / {rig.View.Description.Name}: ", words = LastWords.Of(rig.Stats, rig.Bands);
        var (symbol, what, text, since) = rig.Need switch
        {
            RigNeed.Offline => ("offline", "offline", words.Length > 0 ? $"Last words: {words}." : "", reading.LastSeenAt),
            RigNeed.Inactive => ("inactive", "0 H/s", "Its miner runs and does not hash.", reading.StatusSince),
            RigNeed.Stale => ("stale", "stale", $"Nothing came over its connection for {rig.Limits.StaleText}.", reading.LastSeenAt),
            RigNeed.Rival => ("", "two machines, one token", $"{rig.View.Description.Rival?.HostName ?? "Another machine"} shows this rig's token, too. A copied disk?", rig.View.Description.Rival?.Since),
            RigNeed.Rejects => ("", "rejected shares", $"Only {NumberText.Percent(rig.Work.JudgedPercent ?? 0)} % are accepted.", (DateTimeOffset?)null),
            RigNeed.LowHash => ("", "low hashrate", $"{string.Join("; ", rig.SlowCards.Take(MostSlow).Select(static card => card.Text))}{(rig.SlowCards.Count > MostSlow ? $" and {NumberText.Whole(rig.SlowCards.Count - MostSlow)} more" : "")}.", null),
            _ => ("", First(words), Rest(words), null),
        };
        return new(rig.Need, symbol, where + what, text, since, $"/rigs/{Uri.EscapeDataString(rig.View.RigId)}") { Rig = rig };
    }

    static string First(string words) => words.Split("; ", 2)[0];

    static string Rest(string words) => words.Split("; ", 2) is [_, var rest] ? rest + "." : "";
}
