using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A rig as a tile: its speed, the reading that decides its colour and a square per card, on 88 pixels.</summary>
internal sealed record RigTile
{
    /// <summary>The rig's id.</summary>
    public required string RigId { get; init; }

    /// <summary>Its page.</summary>
    public required string Href { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands when the worst come first; what follows the first bar is its place by name.</summary>
    public required string SortKey { get; init; }

    /// <summary>Class and symbol of its state.</summary>
    public required string Status { get; init; }

    /// <summary>Classes of the tile beside "tile"; "new" tells that it has not the rule of its symbol.</summary>
    public required string Css { get; init; }

    /// <summary>The big line: a speed, or the state in words.</summary>
    public HashrateText? Hash { get; init; }

    /// <summary>Every algorithm with its speed, of a rig that has several; null otherwise.</summary>
    public string? Speeds { get; init; }

    /// <summary>The big line without a speed.</summary>
    public string Words { get; init; } = "";

    /// <summary>"▲ 74°", "! 0%", "× 8 m", "% 58°": what is wrong with the rig, then the reading that decides or how long its state lasts. The smallest tiles show it, too.</summary>
    public string Left { get; init; } = "";

    /// <summary>When it was heard last, of a stale rig: the age of its numbers stands in the place of <see cref="Left"/>.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The same as an age.</summary>
    public string Seen { get; init; } = "";

    /// <summary>"12", or "11/12" when a card is dead.</summary>
    public string Right { get; init; } = "";

    /// <summary>A class per card: "", "h" for the hottest, "z" for dead.</summary>
    public IReadOnlyList<string> Dots { get; init; } = [];

    /// <summary>The whole tile as a sentence.</summary>
    public required string Label { get; init; }

    /// <summary>The tile of a rig at a moment.</summary>
    public static RigTile Of(RigFacts rig, DateTimeOffset now)
    {
        var view = rig.View;
        var hottest = Hottest(rig);
        var speed = rig.HasNumbers ? rig.Work.Primary?.Text : null;
        bool isNew = rig.IsNew && !rig.HasNumbers;
        string words = isNew ? "new" : RigStatusText.Title(view.Reading.Status).ToLowerInvariant();
        string since = isNew ? "never seen" : TimeText.Span(now - view.Reading.StatusSince);
        bool isStale = rig.HasNumbers && view.Reading is { Status: RigStatus.Stale, LastSeenAt: not null };
        bool shows = speed is not null && view.Reading.Status is not RigStatus.Maintenance;
        return new()
        {
            RigId = view.RigId,
            Href = $"/rigs/{Uri.EscapeDataString(view.RigId)}",
            Name = view.Description.Name,
            SortKey = rig.SortKey,
            Status = rig.StatusCss,
            Css = CssOf(rig),
            Hash = shows ? speed : null,
            Speeds = rig.Work.Speeds.Count > 1 ? rig.Work.SpeedsText : null,
            Words = shows ? "" : words,
            Left = (shows ? Refused(rig) : null) ?? Marks(rig) + ((shows || (rig.HasNumbers && rig.IsHot)) && hottest?.Reading is { } reading ? reading.Short
                : shows && rig.Stats.CpuCelsius is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(cpu)}°") : since),
            SeenAt = isStale ? view.Reading.LastSeenAt : null,
            Seen = isStale ? TimeText.Age(now - view.Reading.LastSeenAt!.Value) : "",
            Right = CardsOf(rig),
            Dots = rig.HasNumbers ? [.. rig.Stats.Gpus.Select(gpu => gpu.Fault is not null ? "z" : hottest is { } worst && gpu.Index == worst.Index && rig.Warmest >= HeatBand.Watch ? "h" : "")] : [],
            Label = $"{view.Description.Name}: {words}{(speed is { } text ? $", {(rig.Work.Speeds.Count > 1 ? rig.Work.SpeedsText : text)}" : "")}{(rig.HasNumbers && hottest is (var worstCard, { } warm) ? string.Create(CultureInfo.InvariantCulture, $", GPU {worstCard} {warm.Text}") : $" for {since}")}{(rig.HasDeadGpu ? ", a dead card" : "")}{(rig.HasNumbers ? string.Concat(Others(rig).Select(static badge => ". " + badge.Title)) : "")}",
        };
    }

    static string CssOf(RigFacts rig) =>
        rig.View.Reading.Status == RigStatus.Maintenance ? "svc"
        : rig.IsNew && !rig.HasNumbers ? "none new"
        : !rig.HasNumbers ? "off"
        : rig.View.Reading.Status == RigStatus.Stale ? "none stale"
        : rig.HasDeadGpu && BandOf(rig) < HeatBand.Critical ? "dead"
        : rig.View.Reading.Status == RigStatus.Inactive ? "watch zero"
        : BandOf(rig) < HeatBand.Watch && Others(rig).Any() ? HeatBand.Watch.Css()   // a rig that needs somebody is not green
        : BandOf(rig).Css();

    /// <summary>What is wrong beside its cards' readings.</summary>
    static IEnumerable<RigBadge> Others(RigFacts rig) => RigBadge.Of(rig).Where(static badge => badge.IsOfRig);

    /// <summary>The living card in the worst band, of several the one with the highest temperature; its reading is null when it tells none.</summary>
    static (byte Index, DecidingReading? Reading)? Hottest(RigFacts rig)
    {
        (byte Index, DecidingReading? Reading)? found = null;
        var worst = HeatBand.None;
        foreach (var gpu in rig.Stats.Gpus)
        {
            if (gpu.Fault is not null) { continue; }
            var heat = rig.Bands.Of(gpu);
            var reading = DecidingReading.Of(gpu, heat);
            if (found is null || heat.Worst > worst || (heat.Worst == worst && (reading?.Celsius ?? 0) > (found.Value.Reading?.Celsius ?? 0))) { (found, worst) = ((gpu.Index, reading), heat.Worst); }
        }
        return found;
    }

    static string CardsOf(RigFacts rig)
    {
        int all = Math.Max(rig.View.Description.Inventory.Gpus.Length, rig.Stats.Gpus.Length), dead = rig.Stats.Gpus.Count(static g => g.Fault is not null);
        return all == 0 ? (rig.HasNumbers && rig.Cpu is not null ? "CPU" : "") : dead > 0 && rig.HasNumbers ? string.Create(CultureInfo.InvariantCulture, $"{all - dead}/{all}") : all.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How much the pool accepts, where that is worse than every reading: "! 87.2 %". Null otherwise.</summary>
    static string? Refused(RigFacts rig)
    {
        bool isHotter = rig.IsHot && rig.Warmest >= (rig.HasCriticalRejects ? HeatBand.Critical : HeatBand.Hot);
        if (!rig.HasRejects || isHotter || AcceptedShare.Of(rig.Work.Shares, rig.Bands.Accepted) is not { } accepted) { return null; }
        string others = string.Concat([rig.HasDeadGpu ? "×" : "", .. Others(rig).Where(static badge => badge.Glyph != "%").Select(static badge => badge.Glyph)]);
        return $"{others}{accepted.Mark}{accepted.Text}{NumberText.Firm}%";
    }

    /// <summary>Dead cards, the worst band and what else is wrong as marks, for those who see no colours; nothing when all is well or its numbers are old.</summary>
    static string Marks(RigFacts rig)
    {
        if (!rig.HasNumbers) { return ""; }
        string marks = string.Concat([rig.HasDeadGpu ? "×" : "", BandOf(rig).Glyph(), .. Others(rig).Select(static badge => badge.Glyph)]);
        return marks.Length > 0 ? marks + " " : "";
    }

    /// <summary>Of its cards, of its processor when it has no card that tells; critical when the pool refuses so much.</summary>
    static HeatBand BandOf(RigFacts rig) => rig.HasCriticalRejects ? HeatBand.Critical : rig.Warmest == HeatBand.None && rig.Cpu is { } cpu ? cpu : rig.Warmest;
}
