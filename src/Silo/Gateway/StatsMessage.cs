using BloxOs.Grains.Rigs;

namespace BloxOs.Silo.Gateway;

/// <summary>Reads messages of samples that came by another way than a socket.</summary>
public static class StatsMessage
{
    /// <summary>The samples of one message, as the gateway reads them.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="now">When it would have come: its clock is right, and at most a week behind.</param>
    /// <exception cref="ArgumentException">Not a message of samples.</exception>
    public static IReadOnlyList<RigStats> Read(ReadOnlySpan<byte> utf8, DateTimeOffset now)
    {
        var samples = new List<RigStats>();
        try { new StatsReader(s_texts).Read(utf8, new SampleClock(now, TimeSpan.Zero), samples); }
        catch (MessageFault fault) { throw new ArgumentException(fault.Message, nameof(utf8), fault); }
        return samples;
    }

    static readonly TextPool s_texts = new();
}
