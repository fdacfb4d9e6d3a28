using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;

namespace BloxOs.Web.Live;

/// <summary>A farm as this host knows it from one view and the updates since. Not safe for several threads.</summary>
internal sealed class FarmPicture
{
    readonly Dictionary<string, RigView> rigs = new(StringComparer.Ordinal);
    long? number;

    /// <summary>A view has been taken in.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Sums over its rigs.</summary>
    public FarmTotals Totals { get; private set; } = FarmTotals.None;

    /// <summary>What people set; null while it is not known.</summary>
    public FarmSettings? Settings { get; private set; }

    /// <summary>All rigs.</summary>
    public IReadOnlyCollection<RigView> Rigs => rigs.Values;

    /// <summary>The rig with this id.</summary>
    public RigView? Find(string rigId) => rigs.GetValueOrDefault(rigId);

    /// <summary>Takes in an update. A gap in the numbers means that one was lost: then a view has to be taken.</summary>
    public FarmChange Apply(FarmUpdate update)
    {
        bool gap = number is { } last && update.Number != last + 1;
        number = update.Number;
        foreach (var rig in update.Changed) { rigs[rig.RigId] = rig; }
        foreach (string gone in update.Removed) { rigs.Remove(gone); }
        Totals = update.Totals;
        bool heat = update.Settings is { } next && HasOtherHeat(next);
        if (update.Settings is { } settings) { (Name, Settings) = (settings.Name, settings); }
        return new(heat ? [.. rigs.Keys] : [.. update.Changed.Select(r => r.RigId)], update.Removed, gap);
    }

    /// <summary>Takes in a whole view and says what is new against what was known.</summary>
    public FarmChange Take(FarmView view)
    {
        var seen = view.Rigs.ToDictionary(r => r.RigId, StringComparer.Ordinal);
        var gone = rigs.Keys.Where(id => !seen.ContainsKey(id)).ToList();
        var changed = new List<string>();
        bool heat = view.Settings is { } next && HasOtherHeat(next);
        foreach (var (id, rig) in seen)
        {
            if (rigs.TryGetValue(id, out var held) && Same(held, rig) && !heat) { continue; }
            rigs[id] = rig;
            changed.Add(id);
        }
        foreach (string id in gone) { rigs.Remove(id); }
        (Name, Totals, Settings, IsKnown) = (view.Name, view.Totals, view.Settings, true);
        return new(changed, gone, Gap: false);
    }

    // Other bands show every rig in other colours, though none has said anything new.
    bool HasOtherHeat(FarmSettings settings) => Settings is { Heat: var heat } && !(heat.IsDefaultOrEmpty && settings.Heat.IsDefaultOrEmpty) && (heat.IsDefaultOrEmpty || settings.Heat.IsDefaultOrEmpty || !heat.SequenceEqual(settings.Heat));

    // Whole records are never equal: their arrays came over the wire. These members change whenever a viewer would see a change.
    static bool Same(RigView a, RigView b) =>
        a.Reading.Status == b.Reading.Status && a.Reading.StatusSince == b.Reading.StatusSince
        && a.Reading.LastSeenAt == b.Reading.LastSeenAt && a.Reading.Sample.Sequence == b.Reading.Sample.Sequence
        && a.Reading.ConnectedAt == b.Reading.ConnectedAt && a.Description.Name == b.Description.Name
        && a.Description.Tags.SequenceEqual(b.Description.Tags) && a.Description.Rival == b.Description.Rival && a.Description.Inventory.Gpus.Length == b.Description.Inventory.Gpus.Length;
}
