namespace BloxOs.Agent.Control;

/// <summary>How long a miner that ended by itself stays off.</summary>
/// <param name="First">Pause after the first short run.</param>
/// <param name="Longest">Pause that is not exceeded, however often it ended.</param>
/// <param name="GoodRun">A run of this length was a good one: counting begins anew.</param>
internal sealed record BackOff(TimeSpan First, TimeSpan Longest, TimeSpan GoodRun)
{
    /// <summary>So many short runs in a row are a crash loop.</summary>
    public const int Loop = 5;

    /// <summary>5 s, 10 s, 20 s … 10 min; good after 10 min.</summary>
    public static BackOff Default { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));

    /// <summary>The pause after this many short runs in a row; after a good one, 0, it is <see cref="First"/> too.</summary>
    public TimeSpan After(int shortRuns)
    {
        double factor = Math.Pow(2, Math.Clamp(shortRuns - 1, 0, 30));
        return First * factor < Longest ? First * factor : Longest;
    }
}
