using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.Web.History;
using BloxOs.Web.Timeline;

namespace BloxOs.Web.Display;

/// <summary>A rig as its page shows it; its partials are what is pushed.</summary>
internal sealed class RigPage
{
    /// <summary>The page of a rig at a moment.</summary>
    /// <param name="view">The rig.</param>
    /// <param name="now">Rendered at.</param>
    /// <param name="bands">Thresholds.</param>
    /// <param name="orders">What it was told; null when that is not at hand.</param>
    /// <param name="farm">All rigs of its farm; null when that is not at hand. Needed only of a rig that is offline.</param>
    /// <param name="before">What happened in the last minutes of one that is offline, as its timeline has it.</param>
    /// <param name="limits">How long it may be silent; the usual ones when they are left out.</param>
    /// <param name="usual">What cards like its own usually do in its farm; null when that is not known.</param>
    public RigPage(RigView view, DateTimeOffset now, HeatBands bands, RigOrders? orders = null, IEnumerable<RigView>? farm = null, IReadOnlyList<RigHappening>? before = null, SilenceLimits? limits = null, UsualSpeeds? usual = null)
    {
        Orders = orders is null ? null : new(view, orders, now);
        View = view;
        Now = now;
        Facts = new(view, bands, usual, limits);
        Bands = bands = Facts.Bands;
        Gpus = GpuRow.Of(Facts, bands);
        Work = WorkCard.Of(Facts);
        Last = LastMiners.Of(Facts);
        Troubles = Facts.HasNumbers ? [.. Display.LastWords.Troubles(Stats, bands), .. Facts.SlowCards.Select(static card => card.Text), .. MachineTroubles()] : [];
        Why = Facts.IsOffline ? WhyDown.Of(EvidenceOf(orders, farm, before ?? [])) : null;
    }

    DownEvidence EvidenceOf(RigOrders? orders, IEnumerable<RigView>? farm, IReadOnlyList<RigHappening> before) => new()
    {
        Now = Now,
        LastSeenAt = View.Reading.LastSeenAt!.Value,
        Ending = View.Reading.Ending,
        Stats = Stats,
        Bands = Bands,
        Addresses = Inventory.Addresses,
        DiskReadOnly = Inventory.DiskReadOnly == true,
        Happenings = [.. before.Concat(Stats.Events).DistinctBy(static one => (one.Kind, one.Text))],   // the last sample may not be on the timeline yet
        Commands = orders?.Commands ?? [],
        Recovering = orders?.Applied?.Recovering,
        Neighbours = farm is null ? null : DownNeighbours.Of(View, farm),
    };

    IEnumerable<string> MachineTroubles()
    {
        if (Inventory.DiskReadOnly == true) { yield return "The disk takes no writes"; }
        foreach (var line in Stats.Events.Where(happening => happening.Kind == "kernel")) { yield return "The kernel says: " + line.Text; }
    }

    /// <summary>The rig.</summary>
    public RigView View { get; }

    /// <summary>What it was told; null when that is not at hand.</summary>
    public RigOrdersCard? Orders { get; }

    /// <summary>What happened to it; null in what is pushed.</summary>
    public RigActivity? Activity { get; init; }

    /// <summary>Rendered at.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Thresholds.</summary>
    public HeatBands Bands { get; }

    /// <summary>What lists sort by.</summary>
    public RigFacts Facts { get; }

    /// <summary>Its cards.</summary>
    public IReadOnlyList<GpuRow> Gpus { get; }

    /// <summary>Its miners.</summary>
    public IReadOnlyList<WorkCard> Work { get; }

    /// <summary>What it ran before it fell silent; null while it reports.</summary>
    public LastMiners? Last { get; }

    /// <summary>It reported since it connected: before that nothing is known of its miners.</summary>
    public bool HasReported => View.Reading.Sample.Sequence > 0;

    /// <summary>What is wrong right now, worst first.</summary>
    public IReadOnlyList<string> Troubles { get; }

    /// <summary>Since when the worst of it is so; null where that is not known.</summary>
    public TroubleStart? Since { get; set; }

    /// <summary>What to do about the worst of it, in few words; null where nothing general helps.</summary>
    public string? Advice => Troubles.Count > 0 ? RigNeedText.Advice(Facts.Need) : null;

    /// <summary>Why it is silent; null while it is not, or has never reported.</summary>
    public WhyDown? Why { get; }

    /// <summary>What changes rarely.</summary>
    public RigDescription Description => View.Description;

    /// <summary>What it is made of.</summary>
    public RigInventory Inventory => View.Description.Inventory;

    /// <summary>The last sample.</summary>
    public RigStats Stats => Facts.Stats;

    /// <summary>Class and symbol of its state.</summary>
    public string Status => Facts.StatusCss;

    /// <summary>Its state in words.</summary>
    public string StatusTitle => Facts.IsNew && !Facts.HasNumbers ? "Not connected yet" : RigStatusText.Title(View.Reading.Status);

    /// <summary>Its numbers are not of now: the rig is silent, or was for so long that they may be wrong.</summary>
    public bool IsOld => !Facts.HasNumbers || View.Reading.Status == RigStatus.Stale;

    /// <summary>When they were read; null when none are kept.</summary>
    public DateTimeOffset? ReadAt => HasSample ? View.Reading.LastSeenAt : null;

    /// <summary>By what rule it is in that state.</summary>
    public string StatusRule => Facts.IsNew && !Facts.HasNumbers ? RigStatusText.NewRule : RigStatusText.Rule(View.Reading.Status, Facts.Limits);

    /// <summary>Tells whether the logs that a page shows are those of this rig's miners still; empty when there are none.</summary>
    public string LogsKey => Orders is { Miners.Count: > 0 } orders ? (Facts.HasNumbers ? "live " : "last ") + string.Join(' ', orders.Miners.Select(static miner => miner.Name)) : "";

    /// <summary>A sample is at hand, though maybe an old one.</summary>
    public bool HasSample => Stats.Gpus.Length > 0 || Stats.Work.Length > 0 || Stats.UptimeSeconds is not null || Stats.CpuCelsius is not null;

    /// <summary>Drivers of its cards, each once.</summary>
    public string? Driver => string.Join(", ", Inventory.Gpus.Select(g => g.Driver).Where(d => !string.IsNullOrEmpty(d)).Distinct()) is { Length: > 0 } all ? all : null;

    /// <summary>Cards that hash in this sample.</summary>
    public int GpusHashing => Gpus.Count(g => g.Hash.Count > 0 && !g.HashIsZero);
}
