namespace BloxOs.Web.Accounts;

/// <summary>How many tries with a secret one network address may fail in ten minutes, over all accounts.</summary>
internal sealed class AddressLimit(TimeProvider time)
{
    /// <summary>Failed tries per window.</summary>
    public const int MaxFailures = 30;

    const int MaxAddresses = 10_000;
    static readonly TimeSpan s_window = TimeSpan.FromMinutes(10);

    readonly Lock _lock = new();
    readonly Dictionary<string, Window> _windows = [];

    /// <summary>Counts one try as failed beforehand, so that many at once do not slip through; how long to wait instead, when there were too many.</summary>
    public TimeSpan? Begin(string networkAddress)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var window = Current(networkAddress, now);
            if (window.Failures >= MaxFailures) { return window.EndsAt - now; }
            // Full of addresses that are counted: one more goes uncounted here, the delay of its account still holds.
            if (_windows.Count < MaxAddresses || _windows.ContainsKey(networkAddress))
            {
                _windows[networkAddress] = window with { Failures = window.Failures + 1 };
            }
            return null;
        }
    }

    /// <summary>The try was a good one: it does not count.</summary>
    public void Succeeded(string networkAddress)
    {
        lock (_lock)
        {
            if (_windows.TryGetValue(networkAddress, out var window) && window.Failures > 0)
            {
                _windows[networkAddress] = window with { Failures = window.Failures - 1 };
            }
        }
    }

    Window Current(string networkAddress, DateTimeOffset now)
    {
        if (_windows.TryGetValue(networkAddress, out var window) && now < window.EndsAt) { return window; }
        if (_windows.Count >= MaxAddresses) { DropEnded(now); }
        return new(0, now + s_window);
    }

    void DropEnded(DateTimeOffset now)
    {
        foreach (var (key, window) in _windows)
        {
            if (now >= window.EndsAt) { _windows.Remove(key); }
        }
    }

    readonly record struct Window(int Failures, DateTimeOffset EndsAt);
}
