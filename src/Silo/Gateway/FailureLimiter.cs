using System.Collections.Concurrent;
using System.Net;

namespace BloxOs.Silo.Gateway;

/// <summary>
/// Counts failed attempts per address. Good connections never count, so that hundreds of rigs behind one address are not limited. One bad
/// token that is tried again and again (a revoked rig) blocks only itself; many different ones block every token of the address that was
/// not good before.
/// </summary>
internal sealed class FailureLimiter(TimeProvider time)
{
    /// <summary>Different bad tokens that one address may try per <see cref="Window"/>; one that can't be read counts each time.</summary>
    public const int FailuresPerWindow = 30;

    /// <summary>How often one bad token may be tried per <see cref="Window"/>.</summary>
    public const int FailuresPerToken = 5;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    const int MaxAddresses = 100_000, MaxKnownTokens = 200_000;

    readonly ConcurrentDictionary<IPAddress, Failures> _failures = new();
    readonly ConcurrentDictionary<UInt128, byte> _known = new();

    sealed class Failures(DateTimeOffset since)
    {
        public DateTimeOffset Since => since;

        public int Different { get; set; }

        public Dictionary<UInt128, int> Tokens { get; } = [];
    }

    /// <summary>How long this address has to wait before it tries this token; zero when it may. Without a token: one that can't be read.</summary>
    public TimeSpan RetryAfter(IPAddress address, byte[]? tokenHash = null)
    {
        if (!_failures.TryGetValue(Key(address), out var failures)) { return TimeSpan.Zero; }
        lock (failures)
        {
            bool often = tokenHash is not null && failures.Tokens.GetValueOrDefault(Key(tokenHash)) >= FailuresPerToken;
            bool many = failures.Different >= FailuresPerWindow && (tokenHash is null || !WasGood(tokenHash));
            var left = often || many ? failures.Since + Window - time.GetUtcNow() : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>An attempt failed, with this token or with something that is none.</summary>
    public void Failed(IPAddress address, byte[]? tokenHash = null)
    {
        var now = time.GetUtcNow();
        if (_failures.Count >= MaxAddresses) { DropOld(now); }
        var failures = _failures.AddOrUpdate(Key(address), _ => new(now), (_, old) => now - old.Since >= Window ? new(now) : old);
        lock (failures)
        {
            int before = 0;
            if (tokenHash is not null && failures.Tokens.Count < FailuresPerWindow * 2)
            {
                failures.Tokens.TryGetValue(Key(tokenHash), out before);
                failures.Tokens[Key(tokenHash)] = before + 1;
            }
            if (before == 0) { failures.Different++; }
        }
    }

    /// <summary>This token was good.</summary>
    public void Succeeded(byte[] tokenHash)
    {
        if (_known.Count >= MaxKnownTokens) { _known.Clear(); }
        _known.TryAdd(Key(tokenHash), 0);
    }

    /// <summary>This token was good before; it need not be now.</summary>
    public bool WasGood(byte[] tokenHash) => _known.ContainsKey(Key(tokenHash));

    /// <summary>This token is not good any more.</summary>
    public void Forget(byte[] tokenHash) => _known.TryRemove(Key(tokenHash), out _);

    void DropOld(DateTimeOffset now)
    {
        foreach (var (address, count) in _failures) { if (now - count.Since >= Window) { _failures.TryRemove(address, out _); } }
        if (_failures.Count >= MaxAddresses) { _failures.Clear(); }   // a flood from everywhere: start over rather than grow
    }

    /// <summary>IPv6 by /64: one subscriber has that many.</summary>
    static IPAddress Key(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) { return address.MapToIPv4(); }
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6) { return address; }
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new(bytes);
    }

    static UInt128 Key(byte[] hash) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
}
