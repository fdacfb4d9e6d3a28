namespace BloxOs.Web.Live;

/// <summary>What changed in a farm and what left it, and when: for tabs whose page was made before. Not safe for several threads.</summary>
internal sealed class FarmMemory(TimeProvider time)
{
    /// <summary>How long a rig that left is remembered. An older page has to be fetched anew.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    // A page is made, then joined: what left in these seconds is only missed where nobody else looked.
    static readonly TimeSpan s_joinSlack = TimeSpan.FromSeconds(10);

    const int MostRemoved = 10_000;

    readonly Dictionary<string, DateTimeOffset> _changedAt = new(StringComparer.Ordinal);
    readonly Dictionary<string, DateTimeOffset> _removedAt = new(StringComparer.Ordinal);
    DateTimeOffset? _from;

    /// <summary>The farm is known from now on; said again it changes nothing.</summary>
    public void Begin() => _from ??= time.GetUtcNow();

    /// <summary>Notes what is new.</summary>
    public void Note(IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed)
    {
        var now = time.GetUtcNow();
        foreach (string id in changed) { _changedAt[id] = now; _removedAt.Remove(id); }
        foreach (string id in removed) { _removedAt[id] = now; _changedAt.Remove(id); }
        if (removed.Count > 0) { Forget(_removedAt.Count > MostRemoved ? now : now - KeepFor); }
    }

    /// <summary>What left since then is remembered.</summary>
    public bool Reaches(DateTimeOffset since) => since >= _from - s_joinSlack;

    /// <summary>That rig changed since then.</summary>
    public bool HasChanged(string rigId, DateTimeOffset since) => _changedAt.TryGetValue(rigId, out var at) && at >= since;

    /// <summary>Rigs that changed since then.</summary>
    public IEnumerable<string> ChangedSince(DateTimeOffset since) => _changedAt.Where(one => one.Value >= since).Select(static one => one.Key);

    /// <summary>Rigs that left since then.</summary>
    public IEnumerable<string> RemovedSince(DateTimeOffset since) => _removedAt.Where(one => one.Value >= since).Select(static one => one.Key);

    void Forget(DateTimeOffset before)
    {
        foreach (var (id, at) in _removedAt) { if (at <= before) { _removedAt.Remove(id); } }
        if (_from < before) { _from = before; }
    }
}
