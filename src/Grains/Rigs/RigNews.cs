using BloxOs.Data.Audit;

namespace BloxOs.Grains.Rigs;

/// <summary>An event of a rig, before it is known whose.</summary>
internal sealed record RigNewsItem(string Action, IReadOnlyList<AuditChange> Changes)
{
    /// <summary>When it happened on the rig, where its agent says that; the first change says what.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Decides what of a rig's life is an event for the audit log, and keeps in the state what was told.</summary>
internal static class RigNews
{
    /// <summary>Most cards that are remembered as lost: cards that were taken out for good stay among them.</summary>
    const int MaxLost = 64;

    /// <summary>As the protocol calls a line of the kernel's log.</summary>
    const string KernelKind = "kernel";

    /// <summary>An agent connects and says what the rig is made of.</summary>
    public static List<RigNewsItem> Attached(RigState state, RigInventory inventory)
    {
        bool first = state.Inventory.SameAs(RigInventory.Empty);
        var news = Described(state, inventory);
        if (!first && !state.Away) { return news; }
        state.Away = false;
        news.Insert(0, new("rig.online", []));
        return news;
    }

    /// <summary>The rig says what it is made of; the state still has what it said before.</summary>
    public static List<RigNewsItem> Described(RigState state, RigInventory inventory)
    {
        var news = new List<RigNewsItem>();
        var before = state.Inventory;
        if (before.AgentVersion is { } old && inventory.AgentVersion is { } now && old != now) { news.Add(new("rig.agent-version", [new("agent", old, now)])); }
        if (before.BootId is { } boot && inventory.BootId is { } booted && boot != booted) { news.Add(new("rig.rebooted", [])); }
        if (inventory.DiskReadOnly == true && before.DiskReadOnly != true) { news.Add(new("rig.disk-read-only", [])); }
        if (inventory.DiskReadOnly == false && before.DiskReadOnly == true) { news.Add(new("rig.disk-writable", [])); }
        var gone = before.Gpus.Where(card => card.BusId is { } bus && !inventory.Gpus.Any(other => other.BusId == bus)).ToList();
        Lose(state, news, gone.Select(card => (card, "not listed any more")));
        return news;
    }

    /// <summary>A sample says which cards are dead and which live.</summary>
    public static List<RigNewsItem> Sampled(RigState state, RigStats stats)
    {
        var news = new List<RigNewsItem>();
        if (state.Away) { news.Add(new("rig.online", [])); }
        state.Away = false;
        var cards = state.Inventory.Gpus.Where(card => card.BusId is not null).DistinctBy(card => card.Index).ToDictionary(card => card.Index);
        Lose(state, news, stats.Gpus.Where(gpu => gpu.Fault is not null && cards.ContainsKey(gpu.Index)).Select(gpu => (cards[gpu.Index], gpu.Fault!)));
        var back = stats.Gpus.Where(gpu => gpu.Fault is null && cards.TryGetValue(gpu.Index, out var card) && state.LostGpus.Contains(card.BusId!)).Select(gpu => cards[gpu.Index]).ToList();
        if (back.Count == 0) { return news; }
        state.LostGpus = [.. state.LostGpus.Except(back.Select(card => card.BusId!), StringComparer.Ordinal)];
        news.Add(new("rig.gpu-back", [.. back.Select(card => new AuditChange(Name(card), null, card.Model))]));
        return news;
    }

    /// <summary>The agent tells of what happened. Its own times stand in the lines: the log's is when word of it came. Trouble of the kernel is one line.</summary>
    public static IEnumerable<RigNewsItem> Happened(RigInventory inventory, IReadOnlyList<RigHappening> all)
    {
        var logged = all.Where(static happening => happening.Kind == KernelKind).ToList();
        if (logged.Count > 0) { yield return new("rig.kernel", [.. logged.Select(line => new AuditChange(Subject(line, inventory), null, line.Text))]); }
        foreach (var happening in all.Except(logged)) { yield return Happened(inventory, happening); }
    }

    static RigNewsItem Happened(RigInventory inventory, RigHappening what)
    {
        string action = what.Kind switch
        {
            "minerStarted" => "rig.miner-started",
            "minerEnded" => "rig.miner-ended",
            "minerStopped" => "rig.miner-stopped",
            "recovery" => "rig.recovery",
            "heat" => "rig.heat",
            "reading" => "rig.reading",
            "update" => "rig.agent-update",
            _ => "rig.event",
        };
        return new(action, [new(what.Instance ?? Subject(what, inventory), null, what.Text), new("at", null, Stamp(what.At))]) { At = what.At };
    }

    /// <summary>The rig has something else in force under this revision than what is wanted.</summary>
    public static RigNewsItem Differs(long revision) => new("rig.differs", [new("revision", null, revision.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

    /// <summary>It was away for long enough.</summary>
    public static RigNewsItem Away(RigState state, DateTimeOffset? lastSeenAt)
    {
        state.Away = true;
        return new("rig.offline", lastSeenAt is { } seen ? [new("last seen", null, Stamp(seen))] : []);
    }

    static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    static void Lose(RigState state, List<RigNewsItem> news, IEnumerable<(GpuDescription Card, string Reason)> cards)
    {
        var lost = cards.Where(one => !state.LostGpus.Contains(one.Card.BusId!)).Take(MaxLost - state.LostGpus.Length).ToList();
        if (lost.Count == 0) { return; }
        state.LostGpus = [.. state.LostGpus, .. lost.Select(one => one.Card.BusId!)];
        news.Add(new("rig.gpu-lost", [.. lost.Select(one => new AuditChange(Name(one.Card), null, one.Card.Model is { Length: > 0 } model ? $"{model}: {one.Reason}" : one.Reason))]));
    }

    static string Subject(RigHappening line, RigInventory inventory) =>
        line.BusId is not { } bus ? "machine" : inventory.Gpus.FirstOrDefault(card => card.BusId == bus) is { } known ? Name(known) : $"GPU {bus}";

    static string Name(GpuDescription card) => $"GPU {card.Index} {card.BusId}";
}
