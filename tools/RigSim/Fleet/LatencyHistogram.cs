using System.Numerics;

namespace BloxOs.RigSim.Fleet;

/// <summary>Latencies in buckets that grow with the value: never more than 1/16 off, from a microsecond to an hour.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LatencyHistogram
{
    const int PerOctave = 16;

    readonly long[] counts = new long[40 * PerOctave];
    long longestMicroseconds;

    /// <summary>Notes one.</summary>
    public void Add(TimeSpan latency)
    {
        long microseconds = Math.Max(0, (long)latency.TotalMicroseconds);
        Interlocked.Increment(ref counts[Math.Min(BucketOf(microseconds), counts.Length - 1)]);
        long longest = Volatile.Read(ref longestMicroseconds);
        while (microseconds > longest)
        {
            long seen = Interlocked.CompareExchange(ref longestMicroseconds, microseconds, longest);
            if (seen == longest) { return; }
            longest = seen;
        }
    }

    /// <summary>Forgets everything, for the end of a warm-up.</summary>
    public void Clear()
    {
        for (int i = 0; i < counts.Length; i++) { Interlocked.Exchange(ref counts[i], 0); }
        Interlocked.Exchange(ref longestMicroseconds, 0);
    }

    /// <summary>The usual figures; null without any latency.</summary>
    public LatencySummary? Summarize()
    {
        long[] copy = [.. counts];
        long total = copy.Sum();
        if (total == 0) { return null; }
        double longest = Volatile.Read(ref longestMicroseconds) / 1000.0;
        return new(total, At(copy, total, 0.5, longest), At(copy, total, 0.9, longest), At(copy, total, 0.99, longest), Math.Round(longest, 3));
    }

    static double At(long[] counts, long total, double part, double longest)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(total * part));
        int bucket = 0;
        for (long seen = counts[0]; seen < wanted; seen += counts[bucket]) { bucket++; }
        return Math.Round(Math.Min(UpperEdgeOf(bucket) / 1000.0, longest), 3);
    }

    // The first 16 buckets are a microsecond wide, then 16 in each doubling.
    static int BucketOf(long microseconds)
    {
        if (microseconds < PerOctave) { return (int)microseconds; }
        int octave = BitOperations.Log2((ulong)microseconds) - 4;
        return (octave + 1) * PerOctave + (int)((microseconds >> octave) - PerOctave);
    }

    static long UpperEdgeOf(int bucket)
    {
        if (bucket < PerOctave) { return bucket + 1; }
        int octave = bucket / PerOctave - 1;
        return (long)(bucket % PerOctave + PerOctave + 1) << octave;
    }
}

/// <summary>Figures of a histogram, in milliseconds.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">Half are at most so long.</param>
/// <param name="P90">Nine of ten.</param>
/// <param name="P99">99 of 100.</param>
/// <param name="Max">The longest.</param>
public sealed record LatencySummary(long Count, double P50, double P90, double P99, double Max);
