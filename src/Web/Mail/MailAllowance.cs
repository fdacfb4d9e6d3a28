namespace BloxOs.Web.Mail;

/// <summary>Nobody can have this server write to the whole world: each person has so many letters to others an hour, of all kinds together, counted by each web process.</summary>
internal sealed class MailAllowance(TimeProvider time)
{
    /// <summary>Letters that one person has sent to others in an hour.</summary>
    public const int MostPerHour = 20;

    const int MaxPeople = 10_000;

    static readonly TimeSpan s_window = TimeSpan.FromHours(1);

    readonly Lock _lock = new();
    readonly Dictionary<string, (int Sent, DateTimeOffset EndsAt)> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts one; false when there were as many already.</summary>
    public bool Take(string userId)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (id, _) in _windows.Where(one => one.Value.EndsAt <= now).ToList()) { _windows.Remove(id); }
            var (sent, endsAt) = _windows.GetValueOrDefault(userId, (0, now + s_window));
            if (sent >= MostPerHour || (sent == 0 && _windows.Count >= MaxPeople)) { return false; }
            _windows[userId] = (sent + 1, endsAt);
            return true;
        }
    }
}
