using System.Globalization;
using BloxOs.Catalog.Algorithms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A rig as one row of the list: everything in words and classes, nothing that depends on who looks.</summary>
internal sealed record RigRow
{
    /// <summary>The rig's id.</summary>
    public required string RigId { get; init; }

    /// <summary>Its page.</summary>
    public required string Href { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Class and symbol of its state.</summary>
    public required string Status { get; init; }

    /// <summary>Its state in words.</summary>
    public required string StatusLabel { get; init; }

    /// <summary>Classes of the row beside "rig".</summary>
    public string Css { get; init; } = "";

    /// <summary>Whether it is one line on a laptop however wide its cards are: its height is then known before it is laid out.</summary>
    public bool IsOneLine => Cpu is null && Gpus.Count <= CardsOfOneLine;

    /// <summary>When it is in this state.</summary>
    public required string StatusRule { get; init; }

    /// <summary>Its problems, the worst first.</summary>
    public IReadOnlyList<RigBadge> Badges { get; init; } = [];

    /// <summary>It needs a person.</summary>
    public bool NeedsPerson { get; init; }

    /// <summary>Where it stands when the worst come first.</summary>
    public required string SortKey { get; init; }

    /// <summary>Its first algorithm, for an order by speed.</summary>
    public string Algorithm { get; init; } = RigOrder.Last;

    /// <summary>Hashes per second on that, for an order by speed.</summary>
    public string PerSecond { get; init; } = "";

    /// <summary>Watts, for an order by power.</summary>
    public string Watts { get; init; } = "";

    /// <summary>Coin and algorithm; null when nothing is mined.</summary>
    public string? Mining { get; init; }

    /// <summary>The miner, or "–".</summary>
    public string Miner { get; init; } = NumberText.None;

    /// <summary>Speed on the first algorithm; null is "no data".</summary>
    public HashrateText? Hash { get; init; }

    /// <summary>A miner runs and does not hash.</summary>
    public bool HashIsZero { get; init; }

    /// <summary>Speed on the second algorithm of dual mining.</summary>
    public HashrateText? SecondHash { get; init; }

    /// <summary>Algorithms beyond these two.</summary>
    public int MoreSpeeds { get; init; }

    /// <summary>In dual mining the efficiency on the first algorithm, "858k/W"; empty when it is not known.</summary>
    public string PerWatt { get; init; } = "";

    /// <summary>The same on the second, by the same power.</summary>
    public string SecondPerWatt { get; init; } = "";

    /// <summary>Every algorithm with its speed; null with one algorithm.</summary>
    public string? SpeedsTitle { get; init; }

    /// <summary>Below the speed: efficiency, or since when there is none.</summary>
    public string HashNote { get; init; } = NumberText.None;

    /// <summary>Watts, with "≥" when not all cards tell; null is "no data".</summary>
    public string? Power { get; init; }

    /// <summary>Accepted shares.</summary>
    public AcceptedShare? Accepted { get; init; }

    /// <summary>Since boot, or "–".</summary>
    public string Uptime { get; init; } = NumberText.None;

    /// <summary>How long its first miner runs; null when none tells.</summary>
    public string? MinerUptime { get; init; }

    /// <summary>When it was heard last; null for never.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The same as an age.</summary>
    public string Seen { get; init; } = NumberText.None;

    /// <summary>"", "warn" or "down".</summary>
    public string SeenCss { get; init; } = "";

    /// <summary>Silence as a duration.</summary>
    public string SilentFor { get; init; } = "";

    /// <summary>How its connection ended, a sentence, where that is why it is offline before it was silent for long; else empty.</summary>
    public string Ended { get; init; } = "";

    /// <summary>What was wrong before it went silent, one sentence; empty when nothing was.</summary>
    public string LastWords { get; init; } = "";

    /// <summary>The same with what an Xid in it means; null when there is none.</summary>
    public string? LastWordsTitle => XidText.Explain(LastWords) is var words && words != LastWords ? words : null;

    /// <summary>Its cards.</summary>
    public IReadOnlyList<GpuCell> Gpus { get; init; } = [];

    /// <summary>Its processor, when that mines.</summary>
    public CpuCell? Cpu { get; init; }

    /// <summary>It is silent and its cells would be lies.</summary>
    public bool IsSilent { get; init; }

    /// <summary>So many cards stand beside each other on the narrowest laptop, with the navigation open: rigs.css.</summary>
    const int CardsOfOneLine = 8;

    /// <summary>The row of a rig at a moment.</summary>
    public static RigRow Of(RigFacts rig, DateTimeOffset now)
    {
        var view = rig.View;
        var status = view.Reading.Status;
        var row = new RigRow
        {
            RigId = view.RigId,
            Href = $"/rigs/{Uri.EscapeDataString(view.RigId)}",
            Name = view.Description.Name,
            Tags = view.Description.Tags,
            Status = rig.StatusCss,
            StatusLabel = rig.IsNew && !rig.HasNumbers ? "not connected yet" : RigStatusText.Title(status).ToLowerInvariant(),
            StatusRule = rig.IsNew && !rig.HasNumbers ? RigStatusText.NewRule : $"{RigStatusText.Title(status)}: {RigStatusText.Rule(status, rig.Limits)}",
            Badges = RigBadge.Of(rig),
            NeedsPerson = rig.Need != RigNeed.None,
            SortKey = rig.SortKey,
            Algorithm = RigOrder.Algorithm(rig),
            PerSecond = RigOrder.Hashrate(rig).ToString("0", CultureInfo.InvariantCulture),
            Watts = RigOrder.Watts(rig).ToString("0", CultureInfo.InvariantCulture),
            Css = !rig.HasNumbers ? " quiet" : status == RigStatus.Stale ? " stale" : "",
            Mining = rig.Work.Title,
            Miner = rig.Work.Miners.Count > 0 ? string.Join(", ", rig.Work.Miners) : NumberText.None,
            SeenAt = view.Reading.LastSeenAt,
            Seen = view.Reading.LastSeenAt is { } seen ? TimeText.Age(now - seen) : "never",
            SeenCss = rig.IsOffline ? "down" : status == RigStatus.Stale ? "warn" : "",
        };
        return rig.HasNumbers ? WithNumbers(row, rig, now) : Silent(row, rig, now);
    }

    static RigRow WithNumbers(RigRow row, RigFacts rig, DateTimeOffset now)
    {
        var stats = rig.Stats;
        var first = rig.Work.Primary;
        bool zero = first is { Hashrate: 0 };
        return row with
        {
            Hash = first?.Text,
            HashIsZero = zero,
            SecondHash = rig.Work.Second?.Text,
            MoreSpeeds = rig.Work.MoreSpeeds,
            SpeedsTitle = rig.Work.Speeds.Count > 1 ? rig.Work.SpeedsText : null,
            PerWatt = Short(first, stats.HashingPowerWatts),
            SecondPerWatt = Short(rig.Work.Second, stats.HashingPowerWatts),
            HashNote = zero && rig.View.Reading.Status == RigStatus.Inactive
                ? "for " + TimeText.Span(now - rig.View.Reading.StatusSince)
                : Efficiency(first, stats.HashingPowerWatts),
            Power = rig.PowerWatts is { } watts ? PowerText.AtLeast(stats.IsPowerPartial) + NumberText.Whole(watts) : null,
            Accepted = AcceptedShare.Of(rig.Work.Shares, rig.Bands.Accepted),
            Uptime = stats.UptimeSeconds is { } up ? TimeText.Uptime(TimeSpan.FromSeconds(up)) : NumberText.None,
            MinerUptime = stats.Work.FirstOrDefault(static w => w.UptimeSeconds is not null)?.UptimeSeconds is { } ran ? TimeText.Uptime(TimeSpan.FromSeconds(ran)) : null,
            Gpus = GpuCell.Of(rig),
            Cpu = CpuCell.Of(rig),
        };
    }

    static RigRow Silent(RigRow row, RigFacts rig, DateTimeOffset now) => row with
    {
        IsSilent = true,
        SilentFor = rig.View.Reading.LastSeenAt is { } seen ? TimeText.Span(now - seen) : "",
        Ended = rig.View.Reading.Ending switch
        {
            RigEnding.Broken => "Connection lost.",
            RigEnding.Goodbye => "The agent was stopped.",
            RigEnding.TokenEnded => "Its token has ended.",
            _ => "",
        },
        LastWords = Display.LastWords.Of(rig.Stats, rig.Bands),
    };

    // "1.56M/W" of "1.56 MH/W": both stand beside their speeds.
    static string Short(AlgorithmSpeed? speed, double? watts) => speed?.PerWatt(watts) is { } per ? per.Number + per.Unit.Replace("H/W", "/W", StringComparison.Ordinal) : "";

    static string Efficiency(AlgorithmSpeed? speed, double? watts) => speed?.PerWatt(watts)?.ToString() ?? NumberText.None;
}
