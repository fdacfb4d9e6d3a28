using BloxOs.Data.Timeline;

namespace BloxOs.Data.Tests.Timeline;

/// <summary>What every timeline does.</summary>
public abstract class TimelineConformance : DatabaseTest
{
    static readonly DateTimeOffset s_at = new(2026, 11, 29, 12, 0, 0, 123, TimeSpan.Zero);

    static TimelineEvent Happened(string rig, int minute, string kind = "gpu-lost", string farm = "farm") =>
        new(rig, farm, s_at.AddMinutes(minute), kind, TimelineSeverity.Error);

    static TimelineQuery All(string rig, int limit = 100) => new(rig, "farm", s_at.AddYears(-1), s_at.AddYears(1), limit);

    static async Task<ITimeline> NotedAsync(Stores stores, params IEnumerable<TimelineEvent> events)
    {
        var timeline = stores.Get<ITimeline>();
        foreach (var one in events) { timeline.Note(one); }
        await timeline.FlushAsync(Cancellation);
        return timeline;
    }

    [Fact]
    public async Task What_was_noted_is_found_as_it_was_newest_first()
    {
        await using var stores = await OpenAsync();
        var full = Happened("a", 1, "reboot") with { Severity = TimelineSeverity.Warning, Subject = "GPU 3", Value = "v", Text = "Ünïcode ▲", Actor = "Mara" };
        var timeline = await NotedAsync(stores, Happened("a", 2), full, Happened("b", 3), Happened("a", 2, "kernel"));

        var found = await timeline.FindAsync(All("a"), Cancellation);
        Assert.Equal([Happened("a", 2, "kernel"), Happened("a", 2), full], found.Select(static one => one.Event));
        Assert.Equal(3, found.DistinctBy(static one => one.Id).Count());
        Assert.Empty(await timeline.FindAsync(All("c"), Cancellation));
    }

    [Fact]
    public async Task A_range_takes_its_beginning_and_leaves_its_end()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores, Enumerable.Range(0, 10).Select(i => Happened("a", i)));
        var found = await timeline.FindAsync(new("a", "farm", s_at.AddMinutes(3), s_at.AddMinutes(6), 100), Cancellation);
        Assert.Equal([5, 4, 3], found.Select(static one => (one.Event.At - s_at).TotalMinutes));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repeat_also_in_one_millisecond()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores, Enumerable.Range(0, 25).Select(i => Happened("a", i / 10, "e" + (char)('a' + i))));
        var kinds = new List<string>();
        TimelinePlace? before = null;
        while (true)
        {
            var page = await timeline.FindAsync(All("a", 7) with { Before = before }, Cancellation);
            kinds.AddRange(page.Select(static one => one.Event.Kind));
            if (page.Count < 7) { break; }
            before = TimelinePlace.Read(TimelinePlace.Of(page[^1]).ToString());
            Assert.NotNull(before);
        }
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => "e" + (char)('a' + i)), kinds);
    }

    [Fact]
    public async Task Of_the_time_in_another_farm_only_states_are_told()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores,
            Happened("a", 1, farm: "before"), Happened("a", 2, TimelineEvent.StatusKind, "before") with { Value = "mining" },
            Happened("a", 3, TimelineEvent.StatusKind) with { Value = "offline" }, Happened("a", 4));

        Assert.Equal([4, 3, 2], (await timeline.FindAsync(All("a"), Cancellation)).Select(static one => (one.Event.At - s_at).TotalMinutes));
        Assert.Equal([3, 2], (await timeline.FindAsync(All("a") with { Statuses = true }, Cancellation)).Select(static one => (one.Event.At - s_at).TotalMinutes));
        Assert.Equal([4], (await timeline.FindAsync(All("a") with { Statuses = false }, Cancellation)).Select(static one => (one.Event.At - s_at).TotalMinutes));
    }

    [Fact]
    public async Task Trouble_is_found_behind_any_number_of_other_events()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores,
        [
            Happened("a", 1) with { Severity = TimelineSeverity.Error }, Happened("a", 2) with { Severity = TimelineSeverity.Warning }, Happened("a", 3, TimelineEvent.StatusKind) with { Value = "offline", Severity = TimelineSeverity.Error },
            .. Enumerable.Range(4, 20).Select(minute => Happened("a", minute) with { Severity = TimelineSeverity.Info }),
        ]);
        Assert.Equal([2, 1], (await timeline.FindAsync(All("a", 5) with { Statuses = false, AtLeast = TimelineSeverity.Warning }, Cancellation)).Select(static one => (one.Event.At - s_at).TotalMinutes));
        Assert.Equal([1], (await timeline.FindAsync(All("a", 5) with { Statuses = false, AtLeast = TimelineSeverity.Error }, Cancellation)).Select(static one => (one.Event.At - s_at).TotalMinutes));
    }

    [Fact]
    public async Task The_state_at_a_moment_is_the_last_change_before_it()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores,
            Happened("a", 1, TimelineEvent.StatusKind) with { Value = "mining" }, Happened("a", 5, TimelineEvent.StatusKind) with { Value = "offline" }, Happened("a", 3));
        Assert.Null(await timeline.StatusAtAsync("a", s_at.AddMinutes(1), Cancellation));
        Assert.Equal("mining", (await timeline.StatusAtAsync("a", s_at.AddMinutes(5), Cancellation))!.Event.Value);
        Assert.Equal("offline", (await timeline.StatusAtAsync("a", s_at.AddMinutes(6), Cancellation))!.Event.Value);
        Assert.Null(await timeline.StatusAtAsync("b", s_at.AddMinutes(6), Cancellation));
    }

    [Fact]
    public async Task Old_events_go_and_a_rig_keeps_its_newest()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores, [.. Enumerable.Range(0, 20).Select(i => Happened("a", i)), .. Enumerable.Range(0, 5).Select(i => Happened("b", i))]);

        Assert.Equal(4, await timeline.TrimAsync(s_at.AddMinutes(3), 4, Cancellation));
        Assert.Equal(2, await timeline.TrimAsync(s_at.AddMinutes(3), 4, Cancellation));
        Assert.Equal(0, await timeline.TrimAsync(s_at.AddMinutes(3), 4, Cancellation));
        Assert.Equal(5, await timeline.TrimRigsAsync(8, 5, Cancellation));
        Assert.Equal(4, await timeline.TrimRigsAsync(8, 5, Cancellation));
        Assert.Equal(0, await timeline.TrimRigsAsync(8, 5, Cancellation));
        Assert.Equal(Enumerable.Range(12, 8).Reverse(), (await timeline.FindAsync(All("a"), Cancellation)).Select(static one => (int)(one.Event.At - s_at).TotalMinutes));
        Assert.Equal(2, (await timeline.FindAsync(All("b"), Cancellation)).Count);

        await timeline.ForgetAsync("a");
        Assert.Empty(await timeline.FindAsync(All("a"), Cancellation));
        Assert.Equal(2, (await timeline.FindAsync(All("b"), Cancellation)).Count);
    }

    [Fact]
    public async Task Text_that_is_too_long_or_forges_lines_is_made_fit()
    {
        await using var stores = await OpenAsync();
        var timeline = await NotedAsync(stores, Happened("a", 1) with { Text = "one\ntwo " + new string('x', 1000), Subject = "", Actor = "nul\0" });
        var found = Assert.Single(await timeline.FindAsync(All("a"), Cancellation)).Event;
        Assert.StartsWith("one\\u000Atwo", found.Text, StringComparison.Ordinal);
        Assert.Equal(300, found.Text!.Length);
        Assert.Null(found.Subject);
        Assert.Equal("nul\\u0000", found.Actor);
        Assert.Throws<ArgumentException>(() => timeline.Note(Happened("a", 1, "Not A Kind")));
        Assert.Throws<ArgumentException>(() => timeline.Note(Happened("a b", 1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => timeline.FindAsync(All("a", 5_001), Cancellation));
    }

    [Fact]
    public async Task What_waits_is_written_before_the_end()
    {
        var database = await NewDatabaseAsync();
        await using (var stores = await Stores.OpenAsync(database)) { foreach (int i in Enumerable.Range(0, 1_200)) { stores.Get<ITimeline>().Note(Happened("a", i)); } }
        await using var again = await Stores.OpenAsync(database);
        Assert.Equal(1_200, (await again.Get<ITimeline>().FindAsync(All("a", 5_000), Cancellation)).Count);
    }
}

public sealed class SqliteTimelineTests : TimelineConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => Task.FromResult(NewSqlite());
}

public sealed class PostgreSqlTimelineTests(PostgresFixture postgres) : TimelineConformance
{
    protected override Task<DatabaseOptions> NewDatabaseAsync() => postgres.NewDatabaseAsync();
}
