using System.Collections.Concurrent;
using System.Net;

namespace BloxOs.Silo.Gateway;

/// <summary>
/// Counts failed attempts per address. Good connections never count, so that hundreds of rigs behind one address are not limited; over
/// the limit only tokens that were good before are still looked up.
/// </summary>
internal sealed class FailureLimiter(TimeProvider time)
{
    /// <summary>Failed attempts that one address may make per <see cref="Window"/>.</summary>
    public const int FailuresPerWindow = 30;

    /// <summary>The window.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    const int MaxAddresses = 100_000, MaxKnownTokens = 200_000;

    readonly ConcurrentDictionary<IPAddress, Count> _failures = new();
    readonly ConcurrentDictionary<UInt128, byte> _known = new();

    readonly record struct Count(int Failures, DateTimeOffset Since);

    /// <summary>How long this address has to wait; zero when it may try.</summary>
    public TimeSpan RetryAfter(IPAddress address)
    {
        if (!_failures.TryGetValue(Key(address), out var count) || count.Failures < FailuresPerWindow) { return TimeSpan.Zero; }
        var left = count.Since + Window - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>An attempt failed.</summary>
    public void Failed(IPAddress address)
    {
        var now = time.GetUtcNow();
        if (_failures.Count >= MaxAddresses) { DropOld(now); }
        _failures.AddOrUpdate(Key(address), new Count(1, now), (_, old) => now - old.Since >= Window ? new(1, now) : old with { Failures = old.Failures + 1 });
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
