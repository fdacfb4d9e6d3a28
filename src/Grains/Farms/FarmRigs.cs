using System.Collections.Immutable;
using System.Runtime.InteropServices;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>The rigs of a farm as last heard, and which of them changed since they were last told of.</summary>
public sealed class FarmRigs
{
    readonly Dictionary<string, Entry> _rigs = new(StringComparer.Ordinal);
    readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    FarmTotals? _totals;

    struct Entry
    {
        public RigDescription? Description;
        public RigReading? Reading;
        public RigSums? Sums;

        public readonly RigView? View => Description is null || Reading is null ? null : new(Description, Reading);
    }

    /// <summary>Something has not been told yet.</summary>
    public bool HasChanges => _changed.Count + _removed.Count > 0;

    /// <summary>All rigs of which both parts are known.</summary>
    public ImmutableArray<RigView> All => [.. Views()];

    /// <summary>Sums over all rigs; computed when asked for after a change.</summary>
    public FarmTotals Totals => _totals ??= FarmTotalsOf.Rigs(Sums());

    /// <summary>A rig's description is new.</summary>
    public void Describe(RigDescription description) => Set(description.RigId, description, null, replace: true);

    /// <summary>A rig's reading is new; one that was overtaken by a newer is dropped.</summary>
    public void Report(RigReading reading)
    {
        if (_rigs.TryGetValue(reading.RigId, out var entry) && entry.Reading?.Version > reading.Version) { return; }
        Set(reading.RigId, null, reading, replace: true);
    }

    /// <summary>What a rig answered when asked: fills in only what it has not said by itself.</summary>
    public void Load(RigView view) => Set(view.RigId, view.Description, view.Reading, replace: false);

    /// <summary>The changed rigs, once.</summary>
    public ImmutableArray<RigView> TakeChanged()
    {
        var taken = ImmutableArray.CreateBuilder<RigView>(_changed.Count);
        foreach (string id in _changed) { if (_rigs[id].View is { } view) { taken.Add(view); } }
        _changed.Clear();
        return taken.DrainToImmutable();
    }

    /// <summary>Ids of the rigs that left, once.</summary>
    public ImmutableArray<string> TakeRemoved()
    {
        ImmutableArray<string> taken = [.. _removed];
        _removed.Clear();
        return taken;
    }

    /// <summary>A rig left the farm.</summary>
    public void Remove(string rigId)
    {
        if (!_rigs.Remove(rigId)) { return; }
        _changed.Remove(rigId);
        _removed.Add(rigId);
        _totals = null;
    }

    /// <summary>Nobody wants to know.</summary>
    public void ForgetChanges()
    {
        _changed.Clear();
        _removed.Clear();
    }

    /// <summary>A silo that died took its sockets along: its rigs are offline until they come back elsewhere.</summary>
    public void DropDeadSilos(Func<SiloAddress, bool> isDead, DateTimeOffset now)
    {
        List<RigReading>? lost = null;
        foreach (var entry in _rigs.Values)
        {
            if (entry.Reading is { Silo: { } silo } reading && isDead(silo)) { (lost ??= []).Add(reading); }
        }
        foreach (var reading in lost ?? [])
        {
            Report(reading with { Silo = null, ConnectedAt = null, Status = RigStatus.Offline, StatusSince = now });
        }
    }

    void Set(string rigId, RigDescription? description, RigReading? reading, bool replace)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_rigs, rigId, out _);
        if (description is not null && (replace || entry.Description is null)) { entry.Description = description; }
        if (reading is not null && (replace || entry.Reading is null)) { entry.Reading = reading; }
        entry.Sums = null;
        _changed.Add(rigId);
        _removed.Remove(rigId);
        _totals = null;
    }

    /// <summary>Unpacks only the samples that came since it was asked last.</summary>
    List<RigSums> Sums()
    {
        var all = new List<RigSums>(_rigs.Count);
        foreach (string id in _rigs.Keys)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_rigs, id);
            if (entry.View is { } view) { all.Add(entry.Sums ??= RigSums.Of(view)); }
        }
        return all;
    }

    IEnumerable<RigView> Views() => _rigs.Values.Select(e => e.View).OfType<RigView>();
}
