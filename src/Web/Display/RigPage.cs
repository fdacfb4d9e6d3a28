using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>A rig as its page shows it; its partials are what is pushed.</summary>
internal sealed class RigPage
{
    /// <summary>The page of a rig at a moment.</summary>
    public RigPage(RigView view, DateTimeOffset now, HeatBands bands, RigOrders? orders = null)
    {
        Orders = orders is null ? null : new(view.RigId, orders, now);
        View = view;
        Now = now;
        Facts = new(view, bands);
        Bands = bands = Facts.Bands;
        Gpus = GpuRow.Of(Facts, bands);
        Work = WorkCard.Of(Facts);
        Troubles = Facts.HasNumbers ? [.. Display.LastWords.Troubles(Stats, bands), .. MachineTroubles()] : [];
        LastWords = Display.LastWords.Of(Stats, bands);
    }

    IEnumerable<string> MachineTroubles()
    {
        if (Inventory.DiskReadOnly == true) { yield return "The disk takes no writes"; }
        foreach (var line in Stats.Events.Where(happening => happening.Kind == "kernel")) { yield return "The kernel says: " + line.Text; }
    }

    /// <summary>The rig.</summary>
    public RigView View { get; }

    /// <summary>What it was told; null when that is not at hand.</summary>
    public RigOrdersCard? Orders { get; }

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

    /// <summary>What is wrong right now, worst first.</summary>
    public IReadOnlyList<string> Troubles { get; }

    /// <summary>What was wrong in the last sample.</summary>
    public string LastWords { get; }

    /// <summary>What changes rarely.</summary>
    public RigDescription Description => View.Description;

    /// <summary>What it is made of.</summary>
    public RigInventory Inventory => View.Description.Inventory;

    /// <summary>The last sample.</summary>
    public RigStats Stats => Facts.Stats;

    /// <summary>Class and symbol of its state.</summary>
    public string Status => Facts.IsNew && !Facts.HasNumbers ? "idle" : RigStatusText.Css(View.Reading.Status);

    /// <summary>Its state in words.</summary>
    public string StatusTitle => Facts.IsNew && !Facts.HasNumbers ? "Not connected yet" : RigStatusText.Title(View.Reading.Status);

    /// <summary>A sample is at hand, though maybe an old one.</summary>
    public bool HasSample => Stats.Gpus.Length > 0 || Stats.Work.Length > 0 || Stats.UptimeSeconds is not null || Stats.CpuCelsius is not null;

    /// <summary>Drivers of its cards, each once.</summary>
    public string? Driver => string.Join(", ", Inventory.Gpus.Select(g => g.Driver).Where(d => !string.IsNullOrEmpty(d)).Distinct()) is { Length: > 0 } all ? all : null;

    /// <summary>Cards that hash in this sample.</summary>
    public int GpusHashing => Gpus.Count(g => g.Hash.Count > 0 && !g.HashIsZero);
}
