using BloxOs.Data.Timeline;
using BloxOs.Web.History;

namespace BloxOs.Web.Tests.History;

public sealed class RigRibbonTests
{
    static readonly DateTimeOffset s_from = new(2026, 11, 29, 0, 0, 0, TimeSpan.Zero);
    static readonly HistoryRange s_day = new(s_from, s_from.AddDays(1), "24h");

    static TimelineEntry Status(double hours, string state) => new(1, new("r", "f", s_from.AddHours(hours), TimelineEvent.StatusKind, TimelineSeverity.Info) { Value = state });

    static TimelineEntry Event(double hours, string kind, TimelineSeverity severity, string? actor = null) => new(1, new("r", "f", s_from.AddHours(hours), kind, severity) { Actor = actor });

    static long[] Samples(params (double From, double To)[] hours) =>
        [.. hours.SelectMany(static span => Enumerable.Range((int)(span.From * 60), (int)((span.To - span.From) * 60)).Select(static minute => s_from.AddMinutes(minute).ToUnixTimeMilliseconds()))];

    static RigRibbon Ribbon(HistoryRange range, IReadOnlyList<TimelineEntry> states, TimelineEntry? before, IReadOnlyList<TimelineEntry> events, long[] times, Chart? hash) =>
        RigRibbon.Of(range, states, before, new(events, null, null), times, hash);

    static string Text(RigRibbon ribbon) => string.Join(" ", ribbon.States.Select(static one => FormattableString.Invariant($"{(one.From - s_from).TotalHours:0.##}-{(one.To - s_from).TotalHours:0.##}:{one.State ?? "?"}")));

    [Fact]
    public void States_follow_one_another_from_what_was_before()
    {
        var ribbon = Ribbon(s_day, [Status(13, "mining"), Status(12.5, "offline")], Status(-3, "mining"), [], [], null);
        Assert.Equal("0-12.5:mining 12.5-13:offline 13-24:mining", Text(ribbon));
        Assert.Equal(100 * 23.5 / 24, ribbon.OnlinePercent!.Value, 6);
        Assert.Equal(1, ribbon.KnownShare, 6);
    }

    [Fact]
    public void Whether_it_was_there_and_what_its_miner_did_are_two_lanes()
    {
        static string Lane(IReadOnlyList<RibbonSegment> lane) => string.Join(" ", lane.Select(static one => FormattableString.Invariant($"{(one.From - s_from).TotalHours:0.##}-{(one.To - s_from).TotalHours:0.##}:{one.State ?? "?"}")));
        var ribbon = Ribbon(s_day, [Status(20, "mining"), Status(18, "recovering"), Status(15, "inactive"), Status(14, "starting"), Status(13, "online"), Status(12, "offline"), Status(10, "idle")], Status(-3, "mining"), [], [], null);
        Assert.Equal("0-12:online 12-13:offline 13-18:online 18-20:recovering 20-24:online", Lane(ribbon.Reached));
        Assert.Equal("0-10:mining 10-12:idle 12-14:? 14-15:starting 15-18:inactive 18-20:? 20-24:mining", Lane(ribbon.Miner));
        Assert.Equal([0, 500, 1_000], new[] { 0, 12, 30 }.Select(hours => ribbon.X(s_from.AddHours(hours))));
    }

    /// <summary>Its miner may run all the while: that is no time in which it did not.</summary>
    [Fact]
    public void In_maintenance_nobody_says_that_its_miner_stood_still()
    {
        var ribbon = Ribbon(s_day, [Status(18, "maintenance"), Status(4.5, "mining")], Status(-3, "idle"), [], [], null);
        Assert.Equal(["idle", "mining", "maintenance"], ribbon.Miner.Select(static one => one.State));
        Assert.Equal("online 100 %, hashing 75.0 %", ribbon.Said.Replace('\u202f', ' ').Replace('\u00a0', ' '));
        Assert.Equal("online 100 %, in maintenance", Ribbon(s_day, [], Status(-3, "maintenance"), [], [], null).Said.Replace('\u202f', ' ').Replace('\u00a0', ' '));
    }

    [Fact]
    public void What_nobody_knows_is_neither_online_nor_offline()
    {
        var ribbon = Ribbon(s_day, [Status(18, "mining")], null, [], [], null);
        Assert.Equal("0-18:? 18-24:mining", Text(ribbon));
        Assert.Equal((100, 0.25), (ribbon.OnlinePercent!.Value, ribbon.KnownShare));
        Assert.Null(Ribbon(s_day, [], null, [], [], null).OnlinePercent);
    }

    [Theory]
    [InlineData(24, 0, "online 100 %, hashing 100 %"), InlineData(24, 18, "online 100 %, hashing 100 %, of the 6h 00m that are known")]
    [InlineData(24, 24 - (53 / 3_600d), "state known for 53 s only"), InlineData(1, 24 - (9 / 60d), "state known for 9m 00s only"), InlineData(1, 24 - (11 / 60d), "online 100 %, hashing 100 %, of the 11m 00s that are known")]
    [InlineData(0.1, 24 - 0.1, "online 100 %, hashing 100 %"), InlineData(720, 24 - 7, "state known for 7h 00m only"), InlineData(720, 24 - 8, "online 100 %, hashing 100 %, of the 8h 00m that are known")]
    public void Percents_are_said_of_a_state_that_is_known_for_long_enough(double hours, double since, string said)
    {
        var range = new HistoryRange(s_day.To.AddHours(-hours), s_day.To, null);
        Assert.Equal(said, Ribbon(range, [Status(since, "mining")], null, [], [], null).Said.Replace('\u202f', ' ').Replace('\u00a0', ' '));
        Assert.Empty(Ribbon(range, [], null, [], [], null).Said);
    }

    [Fact]
    public void A_rig_that_is_said_to_mine_while_no_sample_came_is_not_known_to()
    {
        var ribbon = Ribbon(s_day, [Status(20, "offline")], Status(-3, "mining"), [], Samples((0, 8), (10, 20)), null);
        Assert.Equal("0-7.98:mining 7.98-10:? 10-20:mining 20-24:offline", Text(ribbon));
    }

    [Fact]
    public void Short_states_are_seen_alone_and_put_together_in_crowds()
    {
        Assert.Equal("0-12:mining 12-12:inactive 12-24:mining", Text(Ribbon(s_day, [Status(12.002, "mining"), Status(12, "inactive")], Status(-1, "mining"), [], [], null)));
        TimelineEntry[] flapping = [.. Enumerable.Range(0, 2_000).Select(static i => Status(6 + (i / 1_000d), i % 2 == 0 ? "inactive" : "mining")).Reverse()];
        var ribbon = Ribbon(s_day, flapping, Status(-1, "mining"), [], [], null);
        Assert.InRange(ribbon.States.Count, 3, 120);
        Assert.Equal((s_day.From, s_day.To), (ribbon.States[0].From, ribbon.States[^1].To));
    }

    [Fact]
    public void Trouble_stays_when_other_events_push_it_out_and_what_is_cut_is_said()
    {
        TimelineEntry Entry(long id, double hours, TimelineSeverity severity) => new(id, new("r", "f", s_from.AddHours(hours), "x", severity));
        TimelineEntry[] newest = [Entry(9, 20, TimelineSeverity.Info), Entry(8, 19, TimelineSeverity.Error)], trouble = [newest[1], Entry(2, 3, TimelineSeverity.Error)];
        var whole = HistoryEvents.Of(newest, isCut: true, trouble, isTroubleCut: false);
        Assert.Equal([9, 8, 2], whole.All.Select(static one => one.Id));
        Assert.Equal((null, s_from.AddHours(19)), (whole.TroubleSince, whole.ChangesSince!.Value));
        Assert.Equal(s_from.AddHours(3), HistoryEvents.Of(newest, isCut: false, trouble, isTroubleCut: true).TroubleSince);
        Assert.Equal([s_from.AddHours(3), s_from.AddHours(19)], RigRibbon.Of(s_day, [], null, whole, [], null).Trouble.Select(static one => one.At));
    }

    [Fact]
    public void Trouble_and_changes_have_lanes_and_what_lies_close_is_one_mark_of_the_worst_kind()
    {
        var ribbon = Ribbon(
            s_day, [], null,
            [Event(20, "settings", TimelineSeverity.Info, "Mara"), Event(19.99, "switch", TimelineSeverity.Info), Event(10.01, "gpu-lost", TimelineSeverity.Error), Event(10, "throttle", TimelineSeverity.Warning), Event(3, "heat", TimelineSeverity.Warning)], [], null);
        Assert.Equal([("warn", 1), ("bad", 2)], ribbon.Trouble.Select(static one => (one.Css, one.Lines.Count)));
        Assert.Equal(("mine", 2), (Assert.Single(ribbon.Changes).Css, ribbon.Changes[0].Lines.Count));
        Assert.Equal("Settings changed by Mara", ribbon.Changes[0].Lines[1]);
    }

    [Theory]
    [InlineData(0.02, 10), InlineData(1, 15), InlineData(6, 9), InlineData(24, 9), InlineData(168, 9), InlineData(720, 9), InlineData(8_760, 9), InlineData(26_000, 14)]
    public void An_axis_has_a_few_round_times(double hours, int most)
    {
        var range = new HistoryRange(s_from.AddMinutes(7), s_from.AddMinutes(7).AddHours(hours), null);
        var ticks = Ribbon(range, [], null, [], [], null).Ticks().ToList();
        Assert.InRange(ticks.Count, 1, most);
        Assert.All(ticks, tick => Assert.True(tick >= range.From && tick < range.To && tick.Second == 0));
    }

    [Fact]
    public void The_hashrate_is_drawn_in_stretches()
    {
        long[] times = [0, 60_000, 120_000, 4_000_000, 4_060_000];
        var chart = new Chart("hash-kawpow", "KawPow", "MH/s", 1, [.. times.Select(static t => s_from.ToUnixTimeMilliseconds() + t)], TimeSpan.Zero, [new("rig", 1, [100, 50, 100, 0, 100])]);
        var paths = Ribbon(s_day, [], null, [], [], chart).HashPaths(10, 20).ToList();
        Assert.Equal(2, paths.Count);
        Assert.Equal("M0 10L0.69 15L1.39 10", paths[0]);
        Assert.Empty(Ribbon(s_day, [], null, [], [], chart with { Id = "power" }).HashPaths(10, 20));
    }
}
