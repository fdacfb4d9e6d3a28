using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Display;

/// <summary>What lists filter and sort by: worked out once per rig and page.</summary>
internal sealed class RigFacts
{
    /// <summary>Looks at a rig.</summary>
    /// <param name="view">The rig.</param>
    /// <param name="bands">Of its farm.</param>
    /// <param name="usual">What cards like its own usually do; null when that is not known.</param>
    /// <param name="limits">How long it may be silent; the usual ones when they are left out.</param>
    public RigFacts(RigView view, HeatBands bands, UsualSpeeds? usual = null, SilenceLimits? limits = null)
    {
        View = view;
        Limits = limits ?? SilenceLimits.Usual;
        FarmBands = bands;
        Bands = bands.ForRig(view.Description.Inventory);
        Stats = view.Reading.Sample.Read();
        Work = new(Stats);
        HasNumbers = view.Reading.Status != RigStatus.Offline;
        if (HasNumbers)
        {
            foreach (var gpu in Stats.Gpus)
            {
                HasDeadGpu |= gpu.Fault is not null;
                var band = Bands.Of(gpu).Worst;
                if (band is not HeatBand.Dead && band > Warmest) { Warmest = band; }
            }
        }
        SlowCards = HasNumbers && usual is not null ? usual.SlowCards(this) : [];
        Need = NeedOf();
        SortKey = RigOrder.Key(this);
    }

    /// <summary>The rig.</summary>
    public RigView View { get; }

    /// <summary>How long it may be silent.</summary>
    public SilenceLimits Limits { get; }

    /// <summary>Where bands begin in its farm.</summary>
    public HeatBands FarmBands { get; }

    /// <summary>Where the bands of its cards begin.</summary>
    public HeatBands Bands { get; }

    /// <summary>Its last sample.</summary>
    public RigStats Stats { get; }

    /// <summary>What it mines.</summary>
    public RigWork Work { get; }

    /// <summary>Why it needs a person.</summary>
    public RigNeed Need { get; }

    /// <summary>Its numbers are of now, or of a moment ago.</summary>
    public bool HasNumbers { get; }

    /// <summary>The worst band of its living cards.</summary>
    public HeatBand Warmest { get; }

    /// <summary>Band of a processor that mines; null when none does or none tells.</summary>
    public HeatBand? Cpu => Stats.Work.Any(static w => w.CpuThreads is > 0) ? Bands.Cpu.Of(Stats.CpuCelsius) : null;

    /// <summary>A card is gone.</summary>
    public bool HasDeadGpu { get; }

    /// <summary>A living card is hot or worse; old readings of a stale rig count, they are the last word.</summary>
    public bool IsHot => Warmest >= HeatBand.Hot;

    /// <summary>It has never called: not offline, only unknown.</summary>
    public bool IsNew => View.Reading.LastSeenAt is null;

    /// <summary>Class and symbol of its state; that of one that never reported is "new", which is no trouble.</summary>
    public string StatusCss => IsNew && !HasNumbers ? "new" : RigStatusText.Css(View.Reading.Status);

    /// <summary>It called once and is silent now.</summary>
    public bool IsOffline => !HasNumbers && !IsNew;

    /// <summary>The pool refuses too much.</summary>
    public bool HasRejects => HasNumbers && Work.JudgedPercent < (double)Bands.Accepted.Attention;

    /// <summary>So much that what it hashes is mostly lost.</summary>
    public bool HasCriticalRejects => HasRejects && Work.JudgedPercent < (double)Bands.Accepted.Critical;

    /// <summary>Cards that hash far below what the farm's other cards of their model do on the same algorithm.</summary>
    public IReadOnlyList<SlowCard> SlowCards { get; }

    /// <summary>There is such a card.</summary>
    public bool HasLowHash => SlowCards.Count > 0;

    /// <summary>Where it stands when the worst come first.</summary>
    public string SortKey { get; }

    /// <summary>It reports and does not hash.</summary>
    public bool IsNotMining => View.Reading.Status is RigStatus.Online or RigStatus.Idle or RigStatus.Inactive or RigStatus.Starting;

    /// <summary>Power of cards and processor, watts; null when neither tells.</summary>
    public double? PowerWatts => Stats.PowerWatts;

    RigNeed NeedOf()
    {
        // A person is at it already.
        if (View.Reading.Status == RigStatus.Maintenance) { return RigNeed.None; }
        return IsOffline ? RigNeed.Offline
            : HasDeadGpu ? RigNeed.DeadGpu
            : Warmest == HeatBand.Critical ? RigNeed.Critical
            : View.Reading.Status == RigStatus.Inactive ? RigNeed.Inactive
            : View.Description.Rival is not null ? RigNeed.Rival
            : IsHot ? RigNeed.Hot
            : View.Reading.Status == RigStatus.Stale ? RigNeed.Stale
            : HasRejects ? RigNeed.Rejects
            : HasLowHash ? RigNeed.LowHash
            : RigNeed.None;
    }
}
