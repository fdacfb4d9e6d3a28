namespace BloxOs.Data.History;

/// <summary>The steps that a range is cut into: of a length that people use, beginning at multiples of it (UTC).</summary>
internal sealed record StepGrid(long First, long Length, int Count)
{
    static readonly long[] s_seconds = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000];

    /// <summary>The finest grid with no more than so many steps of at least that length (milliseconds).</summary>
    public static StepGrid Of(long from, long to, int most, long shortest)
    {
        foreach (long seconds in s_seconds)
        {
            long length = seconds * 1_000;
            if (length < shortest || length % Math.Max(1, shortest) != 0) { continue; }
            long first = Math.DivRem(from, length, out long rest) * length;
            if (rest < 0) { first -= length; }
            long count = (to - first + length - 1) / length;
            if (count <= most) { return new(first, length, (int)count); }
        }
        long cut = (to - from + most - 1) / most;
        return new(from, cut, (int)((to - from + cut - 1) / cut));
    }

    /// <summary>Which step a time lies in; outside for a time that is not of the range.</summary>
    public int IndexOf(long time) => time < First ? -1 : (int)Math.Min(Count, (time - First) / Length);
}
