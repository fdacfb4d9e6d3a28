using System.Globalization;
using System.Text.Json;
using BloxOs.Catalog.Algorithms;
using BloxOs.Data.History;
using BloxOs.Data.Timeline;
using BloxOs.Web.History;

namespace BloxOs.Web.Tests.History;

public sealed class ChartTests
{
    static readonly DateTimeOffset s_from = new(2026, 11, 29, 0, 0, 0, TimeSpan.Zero);
    static readonly HistoryRange s_range = new(s_from, s_from.AddHours(1), "1h");

    static long At(double minutes) => s_from.AddMinutes(minutes).ToUnixTimeMilliseconds();

    static HistorySeries Series(SeriesLabel label, params double[] values) => new(label, values, values, values);

    static HistoryAnswer Answer(long[] times, TimeSpan step, params HistorySeries[] series) => new(step > TimeSpan.Zero ? HistoryResolution.FiveMinutes : HistoryResolution.Raw, step, times, series, s_from);

    static readonly HistoryAnswer s_none = Answer([], TimeSpan.Zero);

    [Theory]
    [InlineData("kawpow", 372_000_000, 1e6, "MH/s", 1), InlineData("kawpow", 46_000_000, 1e6, "MH/s", 2), InlineData("kawpow", 9_300_000_000, 1e9, "GH/s", 3), InlineData("kawpow", 930_000, 1e6, "MH/s", 3)]
    [InlineData("equihash144_5", 118, 1, "Sol/s", 1), InlineData("randomx", 21_400, 1e3, "kH/s", 2), InlineData("qubic", 1_850, 1e3, "kit/s", 3), InlineData("kawpow", double.NaN, 1e6, "MH/s", 3)]
    public void An_axis_counts_in_the_unit_of_the_catalogue(string algorithm, double most, double divisor, string unit, int digits) =>
        Assert.Equal((divisor, unit, digits), HashrateScale.Of(most, AlgorithmCatalog.Get(algorithm)));

    [Fact]
    public void A_rig_has_a_hashrate_per_algorithm_and_the_hottest_card()
    {
        long[] times = [At(1), At(2), At(3)];
        var maker = new ChartMaker(
            Answer(times, TimeSpan.Zero,
                Series(new(HistoryMetric.Hashrate, Algorithm: "kawpow"), 100e6, 110e6, 120e6), Series(new(HistoryMetric.Hashrate, Algorithm: "randomx"), 9_000, double.NaN, 9_100),
                Series(new(HistoryMetric.CoreCelsius, "0000:01:00.0"), 50, 70, double.NaN), Series(new(HistoryMetric.CoreCelsius, "0000:02:00.0"), 60, 55, double.NaN),
                Series(new(HistoryMetric.PowerWatts), 200, 210, 220)),
            Answer(times, TimeSpan.FromMinutes(1), Series(new(HistoryMetric.Accepted, Algorithm: "kawpow"), 1, 2, 3), Series(new(HistoryMetric.Accepted, Algorithm: "randomx"), 1, double.NaN, 1)));
        var charts = maker.Rig();
        Assert.Equal(["hash-kawpow", "hash-randomx", "temps", "power", "shares"], charts.Select(static one => one.Id));
        Assert.Equal([100, 110, 120], charts[0].Series[0].Values);
        Assert.Equal([60, 70, double.NaN], charts[2].Series[0].Values);
        Assert.Equal((200, 210, 220), charts[3].Series[0].Figures);
        Assert.Equal([2, 2, 4], charts[4].Series[0].Values);
        Assert.Equal(8, charts[4].Series[0].Sum);
    }

    [Fact]
    public void A_rig_without_cards_is_not_said_to_have_a_hottest_one() =>
        Assert.Equal("Processor, °C", Assert.Single(new ChartMaker(Answer([At(1)], TimeSpan.Zero, Series(new(HistoryMetric.CpuCelsius), 71)), s_none).Rig()).Title);

    [Fact]
    public void Shares_of_single_samples_are_added_up_in_steps_and_nothing_is_lost()
    {
        var card = new SeriesLabel(HistoryMetric.GpuAccepted, "0000:01:00.0");
        var raw = Answer([At(0.1), At(0.6), At(1.2), At(5), At(5.9)], TimeSpan.Zero, Series(card, 1, 0, 2, double.NaN, 3), Series(card with { Gpu = "0000:02:00.0" }, 1, 1, double.NaN, double.NaN, double.NaN));
        var steps = ChartColumns.InSteps(raw, TimeSpan.FromMinutes(1), s_from);
        Assert.Equal(TimeSpan.FromMinutes(1), steps.Step);
        Assert.Equal([At(0), At(1), At(5)], steps.Times);
        Assert.Equal([[1d, 2d, 3d], [2d, double.NaN, double.NaN]], steps.Series.Select(static one => one.Average));
        Assert.True(Assert.Single(new ChartMaker(s_none, steps).Cards(static bus => (bus[6], bus))).Columns);
        Assert.Same(steps, ChartColumns.InSteps(steps, TimeSpan.FromMinutes(1), s_from));
        // The first step is a whole one, wherever the range begins.
        Assert.Equal([At(-0.5), At(0.5), At(4.5), At(5.5)], ChartColumns.InSteps(raw, TimeSpan.FromMinutes(1), s_from.AddMinutes(-0.5)).Times);
    }

    [Theory]
    [InlineData(2, 3, "Shares accepted", "Shares rejected, stale or invalid")]
    [InlineData(3, 3, "Shares accepted, as far as told per card", "Shares rejected, stale or invalid")]
    [InlineData(2, 4, "Shares accepted", "Shares rejected, stale or invalid, as far as told per card")]
    public void Shares_that_a_miner_counts_for_no_card_are_not_hidden(double accepted, double stale, string first, string second)
    {
        long[] times = [At(0), At(1)];
        HistorySeries Of(HistoryMetric metric, double one, double other, string? card = null) => Series(new(metric, card), one, other);
        var shares = Answer(times, TimeSpan.FromMinutes(1),
            Of(HistoryMetric.GpuAccepted, 1, double.NaN, "bus0"), Of(HistoryMetric.GpuAccepted, 0, 1, "bus1"), Of(HistoryMetric.GpuRejected, 1, 2, "bus0"), Of(HistoryMetric.GpuStale, 0, 1, "bus1"),
            Of(HistoryMetric.Accepted, accepted, 0), Of(HistoryMetric.Rejected, 1, double.NaN), Of(HistoryMetric.Stale, stale, 0));
        var charts = new ChartMaker(s_none, shares).Cards(static bus => (bus[3], bus));
        Assert.Equal([first, second], charts.Select(static one => one.Title));
        Assert.Equal([["bus0", "bus1"], ["bus0", "bus1"]], charts.Select(static one => one.Series.Select(static card => card.Name)));
    }

    [Fact]
    public void Cards_stand_in_the_order_of_the_rig_and_one_that_is_gone_is_last()
    {
        long[] times = [At(1), At(2)];
        var maker = new ChartMaker(
            Answer(times, TimeSpan.Zero, [.. Enumerable.Range(0, 8).Select(i => Series(new(HistoryMetric.CoreCelsius, $"bus{i}"), 50 + i, 51 + i))]), s_none);
        var chart = Assert.Single(maker.Cards(bus => bus == "bus0" ? (int.MaxValue, bus) : (10 - (bus[3] - '0'), "GPU " + bus[3])));
        Assert.Equal(["GPU 7", "GPU 6", "GPU 5", "GPU 4", "GPU 3", "GPU 2", "GPU 1", "bus0"], chart.Series.Select(static one => one.Name));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2], chart.Series.Select(static one => one.Color));
        Assert.Equal([false, false, false, false, false, false, true, true], chart.Series.Select(static one => one.Dashed));
    }

    /// <summary>"TeamRedMiner 2" says nothing to somebody whose rig runs one TeamRedMiner beside one T-Rex.</summary>
    [Fact]
    public void A_miner_has_a_number_only_where_its_program_runs_twice()
    {
        HistorySeries Work(string miner, int instance) => Series(new(HistoryMetric.WorkHashrate, Miner: miner, Instance: instance, Algorithm: "kawpow"), 1e6, 1e6);
        var charts = new ChartMaker(Answer([At(1), At(2)], TimeSpan.Zero, Series(new(HistoryMetric.Hashrate, Algorithm: "kawpow"), 4e6, 4e6), Work("T-Rex", 0), Work("TeamRedMiner", 1), Work("lolMiner", 0), Work("lolMiner", 1)), s_none).Rig();
        Assert.Equal(["rig", "T-Rex", "TeamRedMiner", "lolMiner", "lolMiner 2"], Assert.Single(charts).Series.Select(static one => one.Name));
    }

    [Fact]
    public void Steps_keep_their_least_and_most()
    {
        var step = new HistorySeries(new(HistoryMetric.PowerWatts), [200, 210], [150, 205], [250, 215]);
        var chart = Assert.Single(new ChartMaker(Answer([At(0), At(5)], TimeSpan.FromMinutes(5), step), s_none).Rig());
        Assert.Equal([150, 205], chart.Series[0].Low!);
        Assert.Equal([250, 215], chart.Series[0].High!);
        Assert.Equal((150, 205, 250), chart.Series[0].Figures);
    }

    [Fact]
    public void A_gap_is_three_samples_that_are_missing_or_a_step()
    {
        Assert.Equal([2], Chart("c", TimeSpan.Zero, 0, 0.5, 1, 3, 3.5).Gaps());          // half a minute: 90 s are three
        Assert.Empty(Chart("c", TimeSpan.Zero, 0, 1, 2, 3, 5).Gaps());                   // a minute: two are no gap
        Assert.Equal([3], Chart("c", TimeSpan.Zero, 0, 1, 2, 3, 7).Gaps());
        Assert.Equal([0], Chart("c", TimeSpan.FromMinutes(5), 0, 10, 15).Gaps());
        Assert.Empty(Chart("c", TimeSpan.Zero).Gaps());
    }

    static Chart Chart(string id, TimeSpan step, params double[] minutes) =>
        new(id, id, "W", 1, [.. minutes.Select(At)], step, [new("line", 1, [.. minutes.Select(static m => 200 + m)])]);

    [Fact]
    public void What_is_written_is_read_back_and_a_gap_has_a_point_of_nothing()
    {
        var chart = Chart("c", TimeSpan.Zero, 0, 0.5, 1, 30) with { FromZero = true };
        chart = chart with { Series = [new("a", 2, [1.24, double.NaN, -3, 4]), new("b", 3, [1, 2, 3, 4], [0, 1, 2, 3], [2, 3, 4, 5]) { Dashed = true }] };
        var what = new TimelineEntry(7, new("r", "f", s_from.AddMinutes(3), "gpu-lost", TimelineSeverity.Error) { Subject = "GPU 3", Text = "</script>" });
        var person = new TimelineEntry(8, what.Event with { Kind = "restart-miner", Severity = TimelineSeverity.Info, Actor = "Mara", Subject = null, Text = null });
        using var stream = new MemoryStream();
        ChartJson.Write(stream, new(s_range, [chart], [what, person]));
        var json = JsonDocument.Parse(stream.ToArray()).RootElement;

        Assert.Equal((At(0), At(60), true), (json.GetProperty("from").GetInt64(), json.GetProperty("to").GetInt64(), json.GetProperty("live").GetBoolean()));
        Assert.Equal("2 -1", string.Join(' ', json.GetProperty("events").EnumerateArray().Select(static e => e[1].GetInt32().ToString(CultureInfo.InvariantCulture))));
        Assert.Equal("Restart of miners ordered by Mara", json.GetProperty("events")[1][2].GetString());
        var one = json.GetProperty("charts")[0];
        Assert.Equal([At(0), At(0.5), At(1), At(1) + 1, At(30)], Sums(one.GetProperty("t")).Select(static t => (long)t!));
        Assert.Equal([12, null, -30, null, 40], Sums(one.GetProperty("series")[0].GetProperty("v")));
        Assert.Equal([0, 10, 20, null, 30], Sums(one.GetProperty("series")[1].GetProperty("lo")));
        Assert.True(one.GetProperty("series")[1].GetProperty("dash").GetBoolean());
        Assert.False(one.GetProperty("series")[0].TryGetProperty("lo", out _));
    }

    [Fact]
    public void Long_and_wide_charts_are_written_whole()
    {
        var dice = new Random(7);
        double[] minutes = [.. Enumerable.Range(0, 4_000).Select(static i => (i + (i / 900 * 50)) / 2.0)];
        double[] any = [.. minutes.Select(_ => dice.Next(5) switch { 0 => double.NaN, 1 => dice.Next(), 2 => -dice.NextDouble(), 3 => double.PositiveInfinity, _ => 1e300 * (dice.NextDouble() - 0.5) })];
        var chart = Chart("c", TimeSpan.Zero, minutes);
        chart = chart with { Series = [.. Enumerable.Range(0, 12).Select(i => new ChartSeries($"line {i}", 1, any))] };
        using var stream = new MemoryStream();
        ChartJson.Write(stream, new(s_range, [chart, chart with { Columns = true }, chart with { Times = [], Series = [new("none", 1, [])] }], []));
        var charts = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("charts");

        var times = Sums(charts[0].GetProperty("t"));
        int[] gaps = [.. chart.Gaps()];
        Assert.Equal([899, 1_799, 2_699, 3_599], gaps);
        Assert.Equal(minutes.Length + gaps.Length, times.Count);
        Assert.Equal((At(minutes[899]) + 1, At(minutes[^1])), (times[900], times[^1]));
        List<long?> expected = [.. any.Select(static value => double.IsFinite(value) ? (long?)Math.Round(Math.Clamp(value * 10, -1e15, 1e15)) : null)];
        Assert.Equal(expected, Sums(charts[1].GetProperty("series")[11].GetProperty("v")));
        foreach (int gap in gaps.Reverse()) { expected.Insert(gap + 1, null); }
        foreach (var line in charts[0].GetProperty("series").EnumerateArray()) { Assert.Equal(expected, Sums(line.GetProperty("v"))); }
        Assert.Equal((0, 0), (charts[2].GetProperty("t").GetArrayLength(), charts[2].GetProperty("series")[0].GetProperty("v").GetArrayLength()));
    }

    static List<long?> Sums(JsonElement list)
    {
        long last = 0;
        return [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? (long?)null : last += one.GetInt64())];
    }

    [Fact]
    public void A_table_has_a_row_per_time_and_no_formulas()
    {
        var first = Chart("a", TimeSpan.Zero, 0, 1) with { Title = "=cmd()", Series = [new("x", 1, [1.25, double.NaN])] };
        var second = Chart("b", TimeSpan.Zero, 1, 2) with { Title = "Power", Series = [new("rig", 1, [200, 201], [190, 191], [210, 211]), new("cpu", 2, [20, 21])] };
        using var stream = new MemoryStream();
        HistoryCsv.Write(stream, [first, second]);
        string[] lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n");
        Assert.Equal("\"time\",\"'=cmd()\",\"Power: rig\",\"Power: rig, least\",\"Power: rig, most\",\"Power: cpu\"", lines[0].TrimStart('\uFEFF'));
        Assert.Equal(["2026-11-29T00:00:00.000Z,1.25,,,,", "2026-11-29T00:01:00.000Z,,200,190,210,20", "2026-11-29T00:02:00.000Z,,201,191,211,21", ""], lines[1..]);
    }

    [Fact]
    public void Events_have_a_last_column_and_rows_of_their_own_and_are_no_formulas_either()
    {
        var chart = Chart("a", TimeSpan.Zero, 0, 1) with { Title = "Power", Series = [new("rig", 1, [200, 201])] };
        static TimelineEntry Event(long id, double minutes, string kind, string? text, string? subject = null, string? actor = null) =>
            new(id, new("r", "f", s_from.AddMinutes(minutes), kind, TimelineSeverity.Info) { Text = text, Subject = subject, Actor = actor });
        TimelineEntry[] events = [Event(4, 1, "switch", "to \"RVN\""), Event(3, 0.5, "=cmd|'/c calc'!A0", null), Event(2, 0.5, "throttle", "heat", "GPU 3"), Event(1, 1, "throttle", null)];
        string[] lines = Csv([chart], events);
        Assert.Equal("\"time\",\"Power\",\"events\"", lines[0]);
        Assert.Equal("2026-11-29T00:00:00.000Z,200,", lines[1]);
        Assert.StartsWith("2026-11-29T00:00:30.000Z,,\"Card slows itself: GPU 3, heat; ", lines[2], StringComparison.Ordinal);   // before the other at the same time, in the order in which they came
        Assert.Equal("2026-11-29T00:01:00.000Z,201,\"Card slows itself; Mines something else: to \"\"RVN\"\"\"", lines[3]);
        Assert.Equal("2026-11-29T00:00:30.000Z,\"'=1+1\"", Csv([], [Event(1, 0.5, TimelineEvent.StatusKind, null) is var one ? one with { Event = one.Event with { Value = "=1+1" } } : null!])[1]);
        Assert.Equal(["\"time\",\"events\"", ""], Csv([], []));
        Assert.Equal(["\"time\",\"Power\"", "2026-11-29T00:00:00.000Z,200", "2026-11-29T00:01:00.000Z,201", ""], Csv([chart], null));
    }

    static string[] Csv(IReadOnlyList<Chart> charts, IReadOnlyList<TimelineEntry>? events)
    {
        using var stream = new MemoryStream();
        HistoryCsv.Write(stream, charts, events);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF').Split("\r\n");
    }

    [Fact]
    public void Fans_that_tell_only_their_turns_have_a_chart_of_turns_and_others_are_not_shown_twice()
    {
        const string One = "0000:01:00.0", Other = "0000:02:00.0";
        var both = new ChartMaker(Answer([At(1), At(2)], TimeSpan.Zero,
            Series(new(HistoryMetric.FanPercent, One), 58, 60), Series(new(HistoryMetric.FanRpm, One), 1_400, 1_500), Series(new(HistoryMetric.FanRpm, Other), 2_250, double.NaN)), s_none);
        Assert.Equal([("fans", "Fastest fan, %", "%"), ("turns", "Fastest fan, rpm", "rpm")], both.Rig().Select(static one => (one.Id, one.Title, one.Unit)));
        Assert.Equal([2_250, double.NaN], both.Rig()[1].Series[0].Values);
        var cards = both.Cards(static bus => (bus == One ? 0 : 1, bus == One ? "GPU 0" : "GPU 1"));
        Assert.Equal([("fans", "GPU 0"), ("turns", "GPU 1")], cards.Select(static one => (one.Id, Assert.Single(one.Series).Name)));
        Assert.Equal(("Fan, rpm", "rpm", 0), (cards[1].Title, cards[1].Unit, cards[1].Digits));
        var percent = new ChartMaker(Answer([At(1)], TimeSpan.Zero, Series(new(HistoryMetric.FanPercent, One), 58), Series(new(HistoryMetric.FanRpm, One), 1_400)), s_none);
        Assert.Equal(["fans"], percent.Rig().Select(static one => one.Id));
    }

    [Theory]
    [InlineData("oak-07", "oak-07"), InlineData("../../etc/passwd", "etc-passwd"), InlineData("Гараж \"1\"\r\n", "1"), InlineData("", "history")]
    public void A_file_has_a_name_that_every_system_takes(string name, string file) => Assert.Equal(file, HistoryFile.NameOf(name));
}
