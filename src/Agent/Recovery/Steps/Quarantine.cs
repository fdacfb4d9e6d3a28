namespace BloxOs.Agent.Recovery.Steps;

/// <summary>
/// Cards that miners run without. A card that answers is tried again after a pause that doubles each time, and after a boot; one that is dead
/// stays out. Times are those of <see cref="State.RigClock"/>.
/// </summary>
/// <param name="cards">From the disk.</param>
internal sealed class Quarantine(IEnumerable<QuarantinedCard> cards)
{
    /// <summary>Pause before a card is tried for the first time.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(30);

    /// <summary>Longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);

    /// <summary>A card that was in no trouble for so long begins anew with the shortest pause.</summary>
    public static readonly TimeSpan Forget = TimeSpan.FromHours(48);

    readonly Dictionary<string, QuarantinedCard> _cards = cards.ToDictionary(c => c.BusId, StringComparer.Ordinal);

    /// <summary>All that are remembered, also those that are in use again.</summary>
    public IReadOnlyCollection<QuarantinedCard> Known => _cards.Values;

    /// <summary>Cards that are left out now.</summary>
    public IReadOnlySet<string> Out => _cards.Values.Where(c => c.IsOut).Select(c => c.BusId).ToHashSet(StringComparer.Ordinal);

    /// <summary>Takes a card out.</summary>
    public void Add(string busId, string reason, TimeSpan now, string? bootId)
    {
        int times = _cards.TryGetValue(busId, out var before) && now - before.Since < Forget ? before.Times + 1 : 1;
        _cards[busId] = new(busId, reason, now, bootId, times, IsOut: true);
    }

    /// <summary>Cards that may be tried again.</summary>
    /// <param name="answering">Cards that answer and are well.</param>
    /// <param name="now">Now.</param>
    /// <param name="bootId">This boot.</param>
    public IReadOnlyList<string> Ready(IReadOnlySet<string> answering, TimeSpan now, string? bootId) =>
        [.. _cards.Values.Where(c => c.IsOut && answering.Contains(c.BusId) && (now - c.Since >= Pause(c.Times) || (bootId is not null && c.BootId != bootId))).Select(c => c.BusId)];

    /// <summary>Takes a card in again; its history stays.</summary>
    public void Release(string busId, TimeSpan now)
    {
        if (_cards.TryGetValue(busId, out var card)) { _cards[busId] = card with { IsOut = false, Since = now }; }
    }

    /// <summary>A person takes every card in again and forgets what was.</summary>
    public void Clear() => _cards.Clear();

    /// <summary>The pause before a card is tried again.</summary>
    internal static TimeSpan Pause(int times)
    {
        double minutes = FirstPause.TotalMinutes * Math.Pow(2, Math.Clamp(times - 1, 0, 20));
        return TimeSpan.FromMinutes(Math.Min(minutes, LongestPause.TotalMinutes));
    }
}
