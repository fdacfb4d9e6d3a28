using System.Collections.Concurrent;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Gpus;
using BloxOs.Agent.Telemetry;
using BloxOs.Protocol;

namespace BloxOs.Agent.Recovery.Heat;

/// <summary>
/// Reads temperatures every few seconds and keeps hot cards from working: the miner is restarted without the card where it can be, else held.
/// Works without the server, in maintenance, and when recovery is switched off. A level, not an edge: what the guard says is compared with what
/// is at each look, so that a start by a person, a new wish of the server or a restart of the agent changes nothing for longer than a look.
/// </summary>
internal sealed class HeatLoop(
    IMinerControl control, IReadOnlyList<SharedVendor> vendors, Func<Inventory> inventory, Func<HeatLimits> limits, Func<IReadOnlySet<string>> quarantined,
    HeatMemory memory, RigEvents events, AgentLog log, TimeProvider time)
{
    /// <summary>Who holds, for <see cref="IMinerControl"/>.</summary>
    public const string Holder = "heat";

    /// <summary>Time between two looks while something is to run.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    /// <summary>Time between two looks while nothing is, and the longest where reading is slow.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>A miner that takes longer to stop does not keep the guard from looking at the others.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly HeatGuard _guard = memory.Load(TimeSpan.Zero);
    readonly ConcurrentDictionary<string, bool> _holding = new(StringComparer.Ordinal), _hanging = new(StringComparer.Ordinal);
    readonly Dictionary<string, Task> _settling = new(StringComparer.Ordinal);
    readonly long _begunAt = time.GetTimestamp();
    IReadOnlyDictionary<string, string> _held = new Dictionary<string, string>();
    bool _looked;

    /// <summary>Cards that are held, and why. Safe for several threads.</summary>
    public IReadOnlyDictionary<string, string> Held => Volatile.Read(ref _held);

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            long begun = time.GetTimestamp();
            await LookAsync(cancellation);
            var cost = time.GetElapsedTime(begun);
            var pause = Pause;
            // A tool that takes seconds for an answer is not asked for a tenth of all time.
            if (9 * cost > pause) { pause = 9 * cost < Idle ? 9 * cost : Idle; }
            await Task.Delay(pause, time, cancellation);
        }
    }

    TimeSpan Pause => control.Miners.Any(m => m.State != MinerStates.Stopped) ? Busy : Idle;

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var parts = inventory();
        var readings = new List<CardHeat>();
        var dead = new HashSet<string>(StringComparer.Ordinal);
        foreach (var vendor in vendors)
        {
            // A sample that was just taken serves as well.
            var report = await vendor.ReadHeatAsync(Pause - Slack, cancellation);
            Take(report, readings, dead);
            if (report.Complete) { AddGone(vendor.Id, report, parts, dead); }
        }
        var miners = control.Miners;
        var working = miners.Where(m => m.ProcessId is not null).SelectMany(m => MinerCards.Used(m, parts)).ToHashSet(StringComparer.Ordinal);
        var changes = _guard.Look(time.GetElapsedTime(_begunAt), readings, working, limits(), dead);
        foreach (var change in changes) { Tell(change); }
        if (changes.Count > 0) { memory.Save(_guard); }
        Volatile.Write(ref _held, _guard.Held);
        foreach (var miner in miners)
        {
            if (_settling.GetValueOrDefault(miner.Name) is { IsCompleted: false }) { continue; }
            _settling[miner.Name] = SettleAsync(miner, MinerCards.Meant(miner, parts), first: !_looked, cancellation);
        }
        _looked = true;
        var all = Task.WhenAll(_settling.Values);
        // What went wrong is thrown, and said by who runs this loop.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (await Task.WhenAny(all, Task.Delay(Patience, time, patience.Token)) == all) { await all; }
        await patience.CancelAsync();
    }

    static void Take(GpuReport report, List<CardHeat> readings, HashSet<string> dead)
    {
        foreach (var card in report.Cards)
        {
            if (card.Stats.Fault is not null) { dead.Add(card.Inventory.BusId!); }
            readings.Add(new(card.Inventory.BusId!, card.Stats.CoreCelsius, card.Stats.HotspotCelsius, card.Stats.MemoryCelsius));
        }
        foreach (var card in report.Dead) { dead.Add(card.BusId); }
    }

    /// <summary>Cards that were there once, and that a whole answer does not list.</summary>
    static void AddGone(string vendor, GpuReport report, Inventory parts, HashSet<string> dead)
    {
        foreach (var known in parts.Gpus ?? [])
        {
            if (known.BusId is not { } busId || known.Vendor != vendor) { continue; }
            bool listed = false;
            foreach (var card in report.Cards) { listed |= card.Inventory.BusId == busId; }
            if (!listed) { dead.Add(busId); }
        }
    }

    void Tell(HeatChange change)
    {
        log.Warn(change.Text);
        events.Add(RigEventKinds.Heat, change.Text, busId: change.BusId);
    }

    /// <summary>Makes of one miner what the guard says.</summary>
    async Task SettleAsync(MinerStatus miner, IReadOnlyList<string> cards, bool first, CancellationToken cancellation)
    {
        string[] hot = [.. cards.Where(Held.ContainsKey)];
        if (hot.Length == 0)
        {
            // The first look also takes back what an earlier agent held.
            if (_holding.TryRemove(miner.Name, out _) || first) { await control.ReleaseAsync(miner.Name, Holder, cancellation); }
            await TakeInAsync(miner, cancellation);
            return;
        }
        string reason = $"too hot: {Held[hot[0]]}{(hot.Length > 1 ? $" and {hot.Length - 1} more cards" : "")}";
        if (await DoesWithoutAsync(miner, cards, hot, reason, cancellation))
        {
            if (_holding.TryRemove(miner.Name, out _)) { await control.ReleaseAsync(miner.Name, Holder, cancellation); }
            return;
        }
        bool fresh = _holding.TryAdd(miner.Name, true);
        // Also one of the same name that is wanted anew, or one that could not be ended before.
        if (!fresh && miner.ProcessId is null && miner.State != MinerStates.Waiting) { return; }
        bool held = await control.HoldAsync(miner.Name, Holder, reason, cancellation);
        if (held) { _hanging.TryRemove(miner.Name, out _); }
        else if (_hanging.TryAdd(miner.Name, true))
        {
            Tell(new(hot[0], HeatChangeKind.Stopped, $"{miner.Name} must stop for heat and cannot be ended ({reason}): switch the rig off if the card stays hot"));
        }
    }

    async Task<bool> DoesWithoutAsync(MinerStatus miner, IReadOnlyList<string> cards, string[] hot, string reason, CancellationToken cancellation)
    {
        if (!cards.Any(c => !Held.ContainsKey(c) && !quarantined().Contains(c))) { return false; }
        return hot.All(c => miner.Quarantined.Contains(c, StringComparer.OrdinalIgnoreCase)) || await control.RestartWithoutAsync(miner.Name, hot, reason, cancellation);
    }

    /// <summary>Cards that are cool again and alive, or that an earlier agent left out for heat.</summary>
    async Task TakeInAsync(MinerStatus miner, CancellationToken cancellation)
    {
        string[] cool = [.. miner.Quarantined.Where(c => !Held.ContainsKey(c) && !quarantined().Contains(c) && !_guard.IsDead(c))];
        if (cool.Length > 0) { await control.RestartWithAsync(miner.Name, cool, "its cards may work again", cancellation); }
    }
}
