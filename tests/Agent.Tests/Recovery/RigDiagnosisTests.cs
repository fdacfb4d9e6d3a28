using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class RigDiagnosisTests
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(40);

    static Findings Find(RigView rig, RecoveryPolicy? policy = null) => new RigDiagnosis(Rigs.Floors).Find(rig, policy ?? RecoveryPolicy.Default);

    [Fact]
    public void A_rig_that_is_well_has_no_fault_and_everything_is_judged()
    {
        var findings = Find(Rigs.Well);
        Assert.Empty(findings.Faults);
        Assert.Equal(["main"], findings.HealthyMiners);
        Assert.Equal(Rigs.Cards, findings.HealthyCards.Order());
        Assert.True(findings.MachineHealthy);
    }

    public static TheoryData<string, string> Causes() => new()
    {
        { nameof(Cause.DeadGpu), $"card {Rigs.Card2} is dead: GPU is lost" },
        { nameof(Cause.HungApi), "main runs, but has not answered for 3 min" },
        { nameof(Cause.LowHashrate), "main makes 60.0\u00a0MH/s of the usual 120.0\u00a0MH/s" },
        { nameof(Cause.CrashLoop), "main ended by itself 4 times, last: exit status 139" },
        { nameof(Cause.PoolDown), "main is not connected to pool.example:4444, though that port answers" },
        { nameof(Cause.NetworkDown), "neither a pool nor the server can be reached" },
        { nameof(Cause.HighLoad), "the load is 21.0 with 4 threads" },
        { nameof(Cause.Overheating), $"card {Rigs.Card1} is too hot: core 88 °C, hotspot 75 °C, memory 80 °C" },
        { nameof(Cause.DiskReadOnly), "the agent's folder cannot be written: full, read-only or broken disk" },
    };

    [Theory, MemberData(nameof(Causes))]
    public void Each_cause_is_told_with_its_evidence(string cause, string evidence)
    {
        var fault = Assert.Single(Find(Broken(Enum.Parse<Cause>(cause))).Faults);
        Assert.Equal((cause, evidence), (fault.Cause.ToString(), fault.Evidence));
    }

    [Fact]
    public void Every_cause_has_a_case() => Assert.Equal(Enum.GetNames<Cause>().Order(), Causes().Select(c => c.Data.Item1).Order());

    internal static RigView Broken(Cause cause) => cause switch
    {
        Cause.DeadGpu => Rigs.Well.Dead(Rigs.Card2).With(m => m with { Hashrate = 0, SilentFor = Long }),
        Cause.HungApi => Rigs.Well.With(m => m with { SilentFor = TimeSpan.FromMinutes(3), Hashrate = null, PoolConnected = null }),
        Cause.LowHashrate => Rigs.Well.With(m => m with { Hashrate = 60e6, CardHashrates = Rigs.Cards.ToDictionary(c => c, _ => 15e6) }),
        Cause.CrashLoop => Rigs.Well.With(m => m with { State = MinerStates.Waiting, Exits = 4, LastEnd = "exit status 139", RunningFor = null, Hashrate = null, SilentFor = null, PoolConnected = null }),
        Cause.PoolDown => Rigs.Well.With(m => m with { PoolConnected = false, Hashrate = 0 }),
        Cause.NetworkDown => Rigs.Well.With(m => m with { PoolConnected = false, PoolAnswers = false, Hashrate = 0, SilentFor = Long }) with { OutsideReachable = false },
        // Four of it are the threads of four cards. The miner could not be asked yet.
        Cause.HighLoad => Rigs.Well.With(m => m with { Hashrate = null, CardHashrates = new Dictionary<string, double>(), RunningFor = TimeSpan.FromMinutes(10) }) with { Load1 = 21 },
        Cause.Overheating => Rigs.Well.WithGpu(Rigs.Card1, g => g with { CoreCelsius = 88 }).With(m => m with { Hashrate = 60e6 }),
        Cause.DiskReadOnly => Rigs.Well with { DiskWritable = false },
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_pool_or_a_network_that_is_down_explains_a_miner_that_is_slow_silent_or_dying(bool network, bool said)
    {
        foreach (var effect in new Func<MinerView, MinerView>[]
        {
            m => m with { Hashrate = 0 },
            m => m with { SilentFor = Long, Hashrate = null },
            m => m with { State = MinerStates.Waiting, Exits = 9, RunningFor = null, Hashrate = null },
            m => m with { State = MinerStates.Failed, Exits = 9, RunningFor = null, Hashrate = null },
        })
        {
            var rig = Rigs.Well.With(m => effect(m) with { PoolConnected = said ? false : null, PoolAnswers = false, NoShareFor = Long }) with { OutsideReachable = !network };
            var findings = Find(rig);
            Assert.Equal(network ? Cause.NetworkDown : Cause.PoolDown, Assert.Single(findings.Faults).Cause);
            Assert.Empty(findings.HealthyMiners);
        }
    }

    [Fact]
    public void A_miner_that_says_it_is_connected_knows_better_than_a_connection_of_our_own() =>
        Assert.Empty(Find(Rigs.Well.With(m => m with { PoolAnswers = false })).Faults);

    [Fact]
    public void Shares_that_come_in_show_a_pool_that_works() =>
        Assert.Empty(Find(Rigs.Well.With(m => m with { PoolAnswers = false, PoolConnected = null })).Faults);

    [Theory]
    [InlineData(31, 1, true)]
    [InlineData(29, 1, false)]
    [InlineData(60, 5, false)]
    [InlineData(110, 5, true)]
    public void A_pool_that_takes_nothing_is_known_by_the_usual_pace(int withoutMinutes, int everyMinutes, bool down)
    {
        var faults = Find(Rigs.Well.With(m => m with { NoShareFor = TimeSpan.FromMinutes(withoutMinutes), ShareEvery = TimeSpan.FromMinutes(everyMinutes) })).Faults;
        Assert.Equal(down ? [Cause.PoolDown] : [], faults.Select(f => f.Cause));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_miner_that_just_started_is_not_judged(int minutes)
    {
        var findings = Find(Rigs.Well.With(m => m with { RunningFor = TimeSpan.FromMinutes(minutes), Hashrate = 1, SilentFor = TimeSpan.FromMinutes(minutes) }));
        Assert.Empty(findings.Faults);
        Assert.Empty(findings.HealthyMiners);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(16, true)]
    public void A_miner_that_tells_no_hashrate_for_long_makes_none(int minutes, bool low)
    {
        var faults = Find(Rigs.Well.With(m => m with { Hashrate = null, CardHashrates = new Dictionary<string, double>(), RunningFor = TimeSpan.FromMinutes(minutes) })).Faults;
        Assert.Equal(low ? [Cause.LowHashrate] : [], faults.Select(f => f.Cause));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.7, false)]
    public void A_single_slow_card_is_named(double ratio, bool slow)
    {
        var rig = Rigs.Well.With(m => m.WithCard(Rigs.Card3, Rigs.NormalCard * ratio));
        var faults = Find(rig, RecoveryPolicy.Default with { LowHashratePercent = 60 }).Faults;
        Assert.Equal(slow ? [Rigs.Card3] : Array.Empty<string>(), faults.Select(f => f.BusId));
        if (slow) { Assert.Equal($"main makes 15.0\u00a0MH/s of the usual 30.0\u00a0MH/s on card {Rigs.Card3}", faults[0].Evidence); }
    }

    [Fact]
    public void When_all_cards_are_slow_none_is_to_blame() =>
        Assert.Null(Assert.Single(Find(Broken(Cause.LowHashrate)).Faults).BusId);

    [Theory]
    [InlineData(100e6, 90e6, false)]
    [InlineData(100e6, 110e6, true)]
    [InlineData(10e6, 5e6, false)]
    public void A_set_floor_wins_over_the_learned_one(double made, double least, bool low)
    {
        var faults = Find(Rigs.Well.With(m => m with { Hashrate = made, LeastHashrate = least })).Faults;
        Assert.Equal(low ? [Cause.LowHashrate] : [], faults.Select(f => f.Cause));
    }

    [Fact]
    public void Threads_that_mine_are_no_load()
    {
        var rig = Rigs.Well.With(m => m with { CpuThreads = 4, Cards = [], CardHashrates = new Dictionary<string, double>() });
        rig = rig.With(m => m with { Hashrate = null, RunningFor = TimeSpan.FromMinutes(10) });
        Assert.Empty(Find(rig with { Load1 = 18 }).Faults);
        Assert.Equal(Cause.HighLoad, Assert.Single(Find(rig with { Load1 = 21 }).Faults).Cause);
    }

    [Theory]
    [InlineData(13, true, false)]
    [InlineData(13, false, false)]
    [InlineData(40, true, false)]
    [InlineData(40, false, true)]
    public void Twelve_cards_on_a_processor_with_two_threads_are_no_high_load(int load, bool well, bool high)
    {
        string[] cards = [.. Enumerable.Range(1, 12).Select(i => $"0000:{i:x2}:00.0")];
        var rig = Rigs.Well.With(m => m with { Cards = cards, CardHashrates = new Dictionary<string, double>(), Hashrate = well ? Rigs.Normal : null, RunningFor = TimeSpan.FromMinutes(10) });
        Assert.Equal(high, Find(rig with { Load1 = load, CpuThreads = 2 }).Faults.Any(f => f.Cause == Cause.HighLoad));
    }

    [Theory]
    [InlineData(MinerStates.Stopped)]
    [InlineData(MinerStates.Held)]
    public void A_miner_that_is_not_to_run_has_no_fault(string state)
    {
        var rig = Rigs.Well.With(m => m with { State = state, RunningFor = null, Hashrate = null, SilentFor = null, PoolConnected = null, PoolAnswers = false, NoShareFor = null });
        Assert.Empty(Find(rig).Faults);
    }

    [Fact]
    public void What_is_not_known_is_no_fault()
    {
        var findings = Find(new RigView { Miners = [new("main", MinerStates.Running) { RunningFor = Long }], Gpus = [new(Rigs.Card0)] });
        Assert.Empty(findings.Faults);
        Assert.Empty(findings.HealthyCards);
        Assert.False(findings.MachineHealthy);
    }
}
