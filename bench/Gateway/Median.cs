namespace BloxOs.Bench.Gateway;

/// <summary>The middle value.</summary>
internal static class Median
{
    /// <summary>Of at least one number; of an even count the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        if (sorted.Length == 0) { throw new BenchException("nothing was measured"); }
        int middle = sorted.Length / 2;
        return Math.Round(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, 3);
    }
}
