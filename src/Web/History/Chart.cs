namespace BloxOs.Web.History;

/// <summary>One chart.</summary>
/// <param name="Id">Names it for good: "hash-kawpow".</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Of its values; empty for a mere number.</param>
/// <param name="Digits">Behind the point.</param>
/// <param name="Times">Unix milliseconds, ascending.</param>
/// <param name="Step">Length of what one point stands for; zero when points are samples.</param>
/// <param name="Series">Its lines.</param>
internal sealed record Chart(string Id, string Title, string Unit, int Digits, long[] Times, TimeSpan Step, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Longer without a sample is a gap when nothing is known of the cadence.</summary>
    static readonly TimeSpan s_leastGap = TimeSpan.FromSeconds(90);

    /// <summary>What its values were divided by to be in its unit: a shorter range of the same chart may have another.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>The axis begins at 0.</summary>
    public bool FromZero { get; init; }

    /// <summary>Drawn as columns: amounts, which belong to the whole step.</summary>
    public bool Columns { get; init; }

    /// <summary>Longer than this between two points there is no line.</summary>
    public TimeSpan Gap => Step > TimeSpan.Zero ? Step * 1.5 : GapOf(Times);

    /// <summary>Where a gap begins: the index of the last point before it.</summary>
    public IEnumerable<int> Gaps()
    {
        long longest = (long)Gap.TotalMilliseconds;
        for (int i = 1; i < Times.Length; i++) { if (Times[i] - Times[i - 1] > longest) { yield return i - 1; } }
    }

    /// <summary>Three samples that are missing are a gap.</summary>
    public static TimeSpan GapOf(long[] times)
    {
        if (times.Length < 3) { return s_leastGap; }
        long[] steps = new long[times.Length - 1];
        for (int i = 0; i < steps.Length; i++) { steps[i] = times[i + 1] - times[i]; }
        Array.Sort(steps);
        var usual = TimeSpan.FromMilliseconds(steps[steps.Length / 2] * 3);
        return usual > s_leastGap ? usual : s_leastGap;
    }
}
