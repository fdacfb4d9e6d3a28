using BloxOs.Data.Directory;
using BloxOs.Data.History;

namespace BloxOs.Data.Tests.History;

/// <summary>A test of the history, with a clock of its own: it begins at <see cref="Start"/>, and times are seconds from there.</summary>
public abstract class HistoryTest : DatabaseTest
{
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private protected ShiftedTime Clock { get; } = new(Start);

    private protected Task<Stores> OpenHistoryAsync(HistoryOptions? kept = null) => OpenAsync(time: Clock, history: kept);

    private protected static Task AppendAsync(Stores stores, string rig, long sequence, double seconds, string readings)
        => stores.Telemetry.AppendAsync(new(rig, sequence, Start.AddSeconds(seconds), PlainFormat.Of(readings)));

    private protected static Task<HistoryAnswer> ReadAsync(Stores stores, string subject, double from, double to, int points, params HistoryMetric[] metrics)
        => stores.Get<IHistoryReader>().ReadAsync(new(subject, Start.AddSeconds(from), Start.AddSeconds(to), points, metrics), Cancellation);

    private protected static Task EnlistAsync(Stores stores, string farm, string rig) => stores.Directory.PutRigAsync(new RigEntry(rig, farm, rig));

    private protected static long At(double seconds) => Start.AddSeconds(seconds).ToUnixTimeMilliseconds();

    private protected void SetClock(double seconds) => Clock.Set(Start.AddSeconds(seconds));

    private protected static HistorySeries Series(HistoryAnswer answer, SeriesLabel label)
        => answer.Series.SingleOrDefault(s => s.Label == label)
            ?? throw new Xunit.Sdk.XunitException($"No {label}; there are: {string.Join(", ", answer.Series.Select(s => s.Label))}");

    private protected static double[] Values(HistoryAnswer answer, SeriesLabel label) => Series(answer, label).Average;

    private protected static void Same(HistoryAnswer expected, HistoryAnswer actual)
    {
        Assert.Equal(expected.Times, actual.Times);
        Assert.Equal(expected.Series.Select(s => s.Label), actual.Series.Select(s => s.Label));
        foreach (var (one, other) in expected.Series.Zip(actual.Series))
        {
            Assert.Equal(one.Average, other.Average);
            Assert.Equal(one.Min, other.Min);
            Assert.Equal(one.Max, other.Max);
        }
    }
}
