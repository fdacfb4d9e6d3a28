using System.Numerics;
using System.Text;
using System.Text.Json;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway;

/// <summary>
/// Texts that come again and again (miner, algorithm, pool, model): the same bytes give the same string, without making a new one.
/// A fixed number of slots, each overwritten by the last comer, so that no flood of names can grow it.
/// </summary>
internal sealed class TextPool(int slots = 8192)
{
    long _misses;
    readonly Entry?[] _slots = new Entry[BitOperations.RoundUpToPowerOf2((uint)slots)];

    sealed record Entry(byte[] Utf8, string Text);

    /// <summary>Texts that were not in the pool.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>The reader's current string value, safe to show: cut to <see cref="ProtocolLimits.TextLength"/>, invisible characters replaced.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        var utf8 = reader.ValueSpan;   // as sent: a text without escapes has no backslash, so the two kinds can't be taken for each other
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref _slots[hash.ToHashCode() & (_slots.Length - 1)];
        if (slot is { } entry && utf8.SequenceEqual(entry.Utf8)) { return entry.Text; }

        Interlocked.Increment(ref _misses);
        string text = SafeText.Of(reader.GetString()!);
        if (utf8.Length <= ProtocolLimits.TextLength) { slot = new(utf8.ToArray(), text); }
        return text;
    }

    /// <summary>The same for a text that is a string already.</summary>
    public string? Share(string? text)
    {
        if (text is null) { return null; }
        Span<byte> utf8 = stackalloc byte[ProtocolLimits.TextLength * 3];
        text = SafeText.Of(text);
        if (!Encoding.UTF8.TryGetBytes(text, utf8, out int length)) { return text; }
        utf8 = utf8[..length];
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref _slots[hash.ToHashCode() & (_slots.Length - 1)];
        if (slot is { } entry && utf8.SequenceEqual(entry.Utf8)) { return entry.Text; }
        slot = new(utf8.ToArray(), text);
        return text;
    }
}
