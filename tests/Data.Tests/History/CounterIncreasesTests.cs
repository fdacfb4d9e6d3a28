using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

public sealed class CounterIncreasesTests
{
    const double None = double.NaN;

    static readonly SeriesLabel s_shares = new(HistoryMetric.WorkAccepted, Miner: "a", Algorithm: "b");

    /// <summary>Each hour: second, sequence and count of its samples, and the increases.</summary>
    [Fact]
    public void The_count_before_is_the_one_that_was_taken_before()
    {
        var increases = new CounterIncreases();
        // Set back by an hour after the sixth sample, and right again for the ninth.
        Equal(increases, [(0, 1, 10), (10, 7, 16), (30, 2, 11), (40, 8, 17), (60, 3, 12)], [None, None, 1, 1, 1]);
        Equal(increases, [(3_600, 4, 13), (3_630, 5, 14), (3_660, 6, 15), (3_690, 9, 18)], [1, 1, 1, 3]);
        Equal(increases, [(7_200, 10, 19), (7_230, 11, 2), (7_260, 14, 6)], [1, 2, 4]);
    }

    [Fact]
    public void A_clock_that_is_set_back_within_an_hour_costs_no_share_and_a_gap_neither()
    {
        var increases = new CounterIncreases();
        Equal(increases, [(100, 5, 24), (130, 6, 25), (900, 1, 20), (930, 2, 21), (960, 4, 23)], [1, 1, None, 1, 2]);
        Equal(increases, [(3_600, 7, 25), (3_630, 8, None), (3_660, 9, 27)], [0, None, 2]);
        Equal(increases, [(7_200, 10, None)], [None]);
        Equal(increases, [(10_800, 11, 30)], [3]);
    }

    /// <summary>A count that is told late, under a later sequence, counts by its time.</summary>
    [Fact]
    public void Between_hours_a_higher_count_of_an_earlier_sequence_is_an_increase_and_a_lower_one_no_new_start()
    {
        var increases = new CounterIncreases();
        Equal(increases, [(0, 8, 20)], [None]);
        Equal(increases, [(3_600, 3, 25), (3_630, 4, 26)], [5, 1]);
        Equal(increases, [(7_200, 2, 9)], [None]);
    }

    static void Equal(CounterIncreases increases, (int Second, long Sequence, double Count)[] samples, double[] expected)
    {
        var segment = new HistorySegment(Array.ConvertAll(samples, static s => s.Second * 1_000L), []) { Sequences = Array.ConvertAll(samples, static s => s.Sequence) };
        segment.Series.Add(s_shares, SeriesSegment.OfSamples(Array.ConvertAll(samples, static s => s.Count)));
        increases.Apply(segment);
        Assert.Equal(expected, segment.Series[s_shares].Average);
    }
}
