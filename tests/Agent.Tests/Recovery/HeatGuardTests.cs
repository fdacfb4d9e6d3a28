using BloxOs.Agent.Recovery.Heat;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class HeatGuardTests
{
    const string Card = Rigs.Card0;
    static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    static readonly HashSet<string> Working = [Card];
    static readonly HashSet<string> Nothing = [];

    readonly HeatGuard _guard = new();
    TimeSpan _now = TimeSpan.FromHours(1);

    HeatChangeKind? Look(double? core, double? hotspot = null, double? memory = null, bool works = true, HeatLimits? limits = null)
    {
        _now += Step;
        var changes = _guard.Look(_now, [new(Card, core, hotspot, memory)], works ? Working : Nothing, limits ?? HeatLimits.Default);
        return changes is [] ? null : Assert.Single(changes).Kind;
    }

    HeatChangeKind? For(TimeSpan time, double? core, double? memory = null, bool works = true)
    {
        HeatChangeKind? seen = null;
        for (var end = _now + time; _now < end;)
        {
            var change = Look(core, memory: memory, works: works);
            seen ??= change;
        }
        return seen;
    }

    [Theory]
    [InlineData(89.9, 50.0, 50.0, false)]
    [InlineData(90.0, 50.0, 50.0, true)]
    [InlineData(50.0, 105.0, 50.0, true)]
    [InlineData(50.0, 104.9, 104.9, false)]
    [InlineData(50.0, 50.0, 105.0, true)]
    [InlineData(90.0, null, null, true)]
    [InlineData(null, null, 105.0, true)]
    public void A_limit_that_is_reached_stops_at_once(double? core, double? hotspot, double? memory, bool stops)
    {
        Assert.Equal(stops ? HeatChangeKind.Stopped : null, Look(core, hotspot, memory));
        Assert.Equal(stops, _guard.Held.ContainsKey(Card));
    }

    [Fact]
    public void It_stops_whether_or_not_a_miner_is_known_to_use_the_card() => Assert.Equal(HeatChangeKind.Stopped, Look(95, works: false));

    [Fact]
    public void It_goes_on_15_below_and_not_before()
    {
        Look(91);
        Assert.Null(For(TimeSpan.FromMinutes(30), 76));
        Assert.Equal(HeatChangeKind.Resumed, Look(75));
        Assert.Empty(_guard.Held);
    }

    [Fact]
    public void Every_known_sensor_has_to_be_cool()
    {
        Look(91, memory: 95);
        Assert.Null(For(TimeSpan.FromMinutes(10), 40, memory: 95));
        Assert.Equal(HeatChangeKind.Resumed, Look(40, memory: 90));
    }

    [Fact]
    public void It_is_held_for_a_minute_and_each_time_longer()
    {
        var holds = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(HeatChangeKind.Stopped, Look(90));
            var since = _now;
            while (Look(20) != HeatChangeKind.Resumed) { }
            holds.Add(Math.Round((_now - since).TotalMinutes));
        }
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], holds);
        For(TimeSpan.FromHours(3), 60);
        Look(90);
        Assert.Equal(HeatChangeKind.Resumed, For(TimeSpan.FromMinutes(1.2), 20));
    }

    [Theory]
    [InlineData(85.0, null)]
    [InlineData(60.0, 99.0)]
    public void A_sensor_that_falls_silent_near_its_limit_counts_as_too_hot(double core, double? memory)
    {
        Look(core, memory: memory);
        Assert.Equal(HeatChangeKind.Stopped, For(TimeSpan.FromSeconds(40), memory is null ? null : core));
        Assert.Contains("cannot be read any more", _guard.Held[Card]);
        Assert.Null(For(TimeSpan.FromHours(1), memory is null ? null : 30));
        Assert.Equal(HeatChangeKind.Resumed, For(Step, 30, memory: memory is null ? null : 40));
    }

    [Fact]
    public void A_short_silence_is_nothing()
    {
        Look(85);
        Assert.Null(For(TimeSpan.FromSeconds(25), null));
        Assert.Null(For(TimeSpan.FromMinutes(10), 85));
    }

    [Fact]
    public void A_card_that_was_hot_and_silent_is_not_started_later_either()
    {
        Look(85);
        Assert.Null(For(TimeSpan.FromHours(1), null, works: false));
        Assert.Equal(HeatChangeKind.Stopped, Look(null));
    }

    [Fact]
    public void A_cool_card_that_falls_silent_works_on_and_people_are_told_once()
    {
        Look(60);
        Assert.Equal(HeatChangeKind.Unknown, For(TimeSpan.FromMinutes(6), null));
        Assert.Null(For(TimeSpan.FromHours(5), null));
        Assert.Empty(_guard.Held);
    }

    [Fact]
    public void A_card_without_a_sensor_is_never_held() => Assert.Null(For(TimeSpan.FromHours(1), null));

    [Theory]
    [InlineData(255)]
    [InlineData(511)]
    [InlineData(0)]
    [InlineData(-127)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_reading_that_cannot_be_is_none(double odd)
    {
        Look(60);
        Assert.Null(For(TimeSpan.FromMinutes(1), odd));
        Look(88);
        Assert.Equal(HeatChangeKind.Stopped, For(TimeSpan.FromMinutes(1), odd));
        Assert.Null(For(TimeSpan.FromMinutes(30), odd));
    }

    [Theory, Trait("bad-input", "57")]
    [InlineData(1000)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Whatever_limits_it_is_given_the_ceiling_holds(double limit)
    {
        Assert.Equal(HeatChangeKind.Stopped, Look(95, limits: new(limit, limit, limit)));
    }

    [Fact]
    public void A_card_that_is_not_in_the_reading_is_silent()
    {
        Look(88);
        _now += TimeSpan.FromSeconds(31);
        Assert.Equal(HeatChangeKind.Stopped, Assert.Single(_guard.Look(_now, [], Working, HeatLimits.Default)).Kind);
    }

    [Fact]
    public void A_card_that_burnt_is_let_go_when_its_driver_calls_it_dead_and_is_not_held_again()
    {
        HashSet<string> dead = [Card];
        Look(93);
        var changes = new List<HeatChange>();
        for (int i = 0; i < 720; i++) { changes.AddRange(_guard.Look(_now += Step, [], Working, HeatLimits.Default, dead)); }
        var change = Assert.Single(changes);
        Assert.Equal(HeatChangeKind.Resumed, change.Kind);
        Assert.Contains("is dead now", change.Text);
        Assert.Empty(_guard.Held);
        Assert.True(_guard.IsDead(Card));
        // It comes back, as hot as it was.
        Assert.Equal(HeatChangeKind.Stopped, Look(93));
        Assert.False(_guard.IsDead(Card));
    }

    [Fact]
    public void A_dead_card_is_not_let_go_before_its_time_is_over()
    {
        Look(93);
        Assert.Empty(_guard.Look(_now + TimeSpan.FromSeconds(55), [], Working, HeatLimits.Default, new HashSet<string> { Card }));
        Assert.Single(_guard.Look(_now + TimeSpan.FromSeconds(60), [], Working, HeatLimits.Default, new HashSet<string> { Card }));
    }

    [Theory]
    [InlineData(85.0, false)]
    [InlineData(75.0, true)]
    public void The_next_agent_goes_on_holding_until_it_is_cool(double later, bool goesOn)
    {
        Look(92);
        var next = new HeatGuard();
        next.Restore(_guard.Notes(), TimeSpan.Zero);
        Assert.Contains("core 92 °C", next.Held[Card]);
        Assert.Empty(next.Look(TimeSpan.FromSeconds(5), [new(Card, later)], Nothing, HeatLimits.Default));   // a minute at least
        var changes = next.Look(TimeSpan.FromMinutes(2), [new(Card, later)], Nothing, HeatLimits.Default);
        Assert.Equal(goesOn, changes.Count == 1);
        Assert.Equal(!goesOn, next.Held.ContainsKey(Card));
    }

    [Fact]
    public void The_next_agent_knows_which_sensor_fell_silent()
    {
        Look(60, memory: 100);
        Assert.Equal(HeatChangeKind.Stopped, For(TimeSpan.FromSeconds(40), 60));
        var next = new HeatGuard();
        next.Restore(_guard.Notes(), TimeSpan.Zero);
        for (int i = 1; i < 100; i++) { Assert.Empty(next.Look(TimeSpan.FromMinutes(i), [new(Card, 40)], Nothing, HeatLimits.Default)); }
        Assert.Single(next.Look(TimeSpan.FromHours(3), [new(Card, 40, null, 50)], Nothing, HeatLimits.Default));
    }

    [Fact]
    public void A_lower_limit_takes_effect_at_once()
    {
        Assert.Null(Look(80));
        Assert.Equal(HeatChangeKind.Stopped, Look(80, limits: new(75, 105, 105)));
    }

    [Fact]
    public void Whatever_is_read_at_or_above_the_limit_is_never_left_working()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var guard = new HeatGuard();
            var now = TimeSpan.Zero;
            for (int i = 0; i < 500; i++)
            {
                now += TimeSpan.FromSeconds(random.Next(1, 60));
                double? core = random.Next(5) == 0 ? null : random.Next(20, 120), memory = random.Next(3) == 0 ? null : random.Next(20, 130);
                var limits = new HeatLimits(random.Next(40, 200), random.Next(40, 200), random.Next(40, 200));
                guard.Look(now, random.Next(10) == 0 ? [] : [new(Card, core, null, memory)], Working, limits);
                if (guard.Held.ContainsKey(Card)) { continue; }
                guard.Look(now, [new(Card, core, null, memory)], Working, limits);
                if (core >= HeatLimits.CoreCeiling || memory >= HeatLimits.MemoryCeiling) { Assert.Contains(Card, guard.Held.Keys); }
            }
        }
    }
}
