namespace BloxOs.Grains.Users;

/// <summary>
/// The growing delay between failed sign-ins of one e-mail address. Counted per network address, so that a stranger's guesses do
/// not keep the owner out, and more mildly over all addresses that never signed in, so that many strangers together stay slow.
/// </summary>
internal sealed class SignInThrottle
{
    /// <summary>Network addresses that are remembered for one e-mail address.</summary>
    public const int MaxAddresses = 256;

    static readonly SignInPace s_perAddress = new(FreeTries: 5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));
    static readonly SignInPace s_strangers = new(FreeTries: 50, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    static readonly TimeSpan s_memory = TimeSpan.FromHours(1);

    readonly Dictionary<string, Entry> _addresses = [];
    SignInTries _strangers;

    /// <summary>Takes one try and counts it as failed; how long to wait instead, when it comes too soon. A refused try does not count.</summary>
    public TimeSpan? Begin(string networkAddress, DateTimeOffset now)
    {
        var entry = _addresses.GetValueOrDefault(networkAddress);
        if (s_perAddress.Wait(entry.Tries, now) is { } wait) { return wait; }
        if (!entry.Known && s_strangers.Wait(_strangers, now) is { } strangersWait) { return strangersWait; }

        if (!entry.Known) { _strangers = _strangers.Plus(now); }
        Remember(networkAddress, entry with { Tries = entry.Tries.Plus(now) }, now);
        return null;
    }

    /// <summary>The last try from this address was a good one: it starts anew, and is no stranger.</summary>
    public void Succeeded(string networkAddress, DateTimeOffset now) => Remember(networkAddress, new(default, Known: true), now);

    void Remember(string networkAddress, Entry entry, DateTimeOffset now)
    {
        if (_addresses.Count >= MaxAddresses && !_addresses.ContainsKey(networkAddress))
        {
            foreach (var (key, old) in _addresses)
            {
                if (!old.Known && now - old.Tries.LastAt > s_memory) { _addresses.Remove(key); }
            }
            // Full of fresh guesses: the strangers' delay goes on to hold.
            if (_addresses.Count >= MaxAddresses && !entry.Known) { return; }
            if (_addresses.Count >= MaxAddresses) { _addresses.Remove(_addresses.MinBy(one => one.Value.Tries.LastAt).Key); }
        }
        _addresses[networkAddress] = entry;
    }

    readonly record struct Entry(SignInTries Tries, bool Known);
}
