using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Steps;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

public sealed class LadderTests
{
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    readonly Ladder _ladder = new(new([]), []);
    readonly List<(TimeSpan At, RecoveryStep Step)> _steps = [];
    readonly List<Fault> _over = [];
    TimeSpan _now = TimeSpan.FromDays(1);

    /// <summary>Runs with a rig that stays as it is.</summary>
    Rung[] For(TimeSpan time, RigView rig, RecoveryPolicy? policy = null, bool maintenance = false)
    {
        int before = _steps.Count;
        policy ??= RecoveryPolicy.Default;
        for (var end = _now + time; _now < end; _now += Tick)
        {
            var answer = _ladder.Decide(new(_now, rig, new RigDiagnosis(Rigs.Floors).Find(rig, policy), policy, maintenance));
            _steps.AddRange(answer.Steps.Select(s => (_now, s)));
            _over.AddRange(answer.Over);
        }
        return [.. _steps.Skip(before).Select(s => s.Step.Rung)];
    }

    static RigView Broken(Cause cause) => RigDiagnosisTests.Broken(cause);

    /// <summary>A fault that nothing mends climbs exactly these rungs and ends with a person.</summary>
    [Theory]
    [InlineData(nameof(Cause.NetworkDown), "ReadAgain AskPerson")]
    [InlineData(nameof(Cause.PoolDown), "ReadAgain NextPool NextPool AskPerson")]
    [InlineData(nameof(Cause.Overheating), "ReadAgain AskPerson")]
    [InlineData(nameof(Cause.DeadGpu), "ReadAgain LeaveCardOut Reboot AskPerson")]
    [InlineData(nameof(Cause.CrashLoop), "ReadAgain RestartMiner Reboot AskPerson")]
    [InlineData(nameof(Cause.HungApi), "ReadAgain RestartMiner RestartMiner Reboot Reboot AskPerson")]
    [InlineData(nameof(Cause.LowHashrate), "ReadAgain RestartMiner Reboot AskPerson")]
    [InlineData(nameof(Cause.HighLoad), "ReadAgain RestartMiner Reboot AskPerson")]
    [InlineData(nameof(Cause.DiskReadOnly), "ReadAgain AskPerson")]
    public void Each_cause_climbs_its_own_rungs(string cause, string rungs)
    {
        Assert.Equal(rungs, string.Join(' ', For(TimeSpan.FromHours(20), Broken(Enum.Parse<Cause>(cause)))));
        Assert.All(_steps, s => Assert.Equal(cause, s.Step.Fault.Cause.ToString()));
        Assert.All(_steps, s => Assert.Contains(s.Step.Fault.Evidence, s.Step.Text));
        Assert.All(_steps, s => Assert.InRange(s.Step.Text.Length, 10, ProtocolLimits.TextLength));
    }

    [Fact]
    public void Every_plan_ends_with_a_person_and_begins_with_a_second_look() => Assert.All(Enum.GetValues<Cause>(), cause =>
    {
        var rungs = CausePlan.For(cause).Rungs;
        Assert.Equal((Rung.ReadAgain, Rung.AskPerson), (rungs[0], rungs[^1]));
        Assert.Equal(rungs.Order(), rungs);
    });

    [Fact]
    public void With_a_command_for_it_the_driver_is_loaded_anew_before_a_reboot()
    {
        var rungs = For(TimeSpan.FromHours(20), Broken(Cause.HungApi), RecoveryPolicy.Default with { CanReloadDriver = true });
        Assert.Equal("ReadAgain RestartMiner RestartMiner ReloadDriver Reboot Reboot AskPerson", string.Join(' ', rungs));
    }

    [Fact]
    public void A_slow_card_is_left_out()
    {
        var rungs = For(TimeSpan.FromHours(20), Rigs.Well.With(m => m.WithCard(Rigs.Card3, 1)));
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner, Rung.LeaveCardOut, Rung.Reboot, Rung.AskPerson], rungs);
        Assert.StartsWith($"restart of main without card {Rigs.Card3}: main makes ", _steps[2].Step.Text);
        Assert.Equal(["main"], _steps[2].Step.Instances);
    }

    [Fact]
    public void A_miner_that_cannot_leave_a_card_out_or_has_one_only_is_not_asked_to()
    {
        Assert.DoesNotContain(Rung.LeaveCardOut, For(TimeSpan.FromHours(20), Broken(Cause.DeadGpu).With(m => m with { CanLeaveCardsOut = false })));
        _ladder.PersonActed(null);
        Assert.DoesNotContain(Rung.LeaveCardOut, For(TimeSpan.FromHours(20), Broken(Cause.DeadGpu).With(m => m with { Cards = [Rigs.Card2] })));
    }

    [Fact]
    public void Cards_that_die_together_are_left_out_together()
    {
        var rig = Broken(Cause.DeadGpu).Dead(Rigs.Card0);
        For(TimeSpan.FromMinutes(2), rig);
        var left = _steps.Where(s => s.Step.Rung == Rung.LeaveCardOut).ToArray();
        Assert.Equal([Rigs.Card0, Rigs.Card2], left.Select(s => s.Step.Fault.BusId));
        Assert.Equal(left[0].At, left[1].At);
        For(TimeSpan.FromHours(10), rig);
        Assert.Single(_steps, s => s.Step.Rung == Rung.Reboot);
    }

    [Fact]
    public void Pauses_double_up_to_two_hours()
    {
        Assert.Equal([5, 10, 20, 40, 80, 120, 120], Enumerable.Range(1, 7).Select(i => Ladder.Pause(i).TotalMinutes));
        For(TimeSpan.FromHours(20), Broken(Cause.HungApi));
        var acting = _steps.Where(s => s.Step.Rung != Rung.ReadAgain).Select(s => s.At).ToArray();
        for (int i = 1; i < acting.Length; i++) { Assert.True(acting[i] - acting[i - 1] >= Ladder.Pause(i), $"step {i} after {acting[i] - acting[i - 1]}"); }
    }

    [Fact]
    public void A_fault_has_to_last_before_anything_is_done()
    {
        var slow = Broken(Cause.LowHashrate);
        for (int i = 0; i < 20; i++)
        {
            Assert.Empty(For(TimeSpan.FromMinutes(4.5), slow));
            Assert.Empty(For(TimeSpan.FromMinutes(1), Rigs.Well));
        }
        Assert.Empty(_ladder.Episodes);
    }

    [Fact]
    public void Half_an_hour_of_health_begins_anew_and_less_goes_on()
    {
        var hung = Broken(Cause.HungApi);
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner], For(TimeSpan.FromMinutes(5), hung));
        For(TimeSpan.FromMinutes(20), Rigs.Well);
        Assert.Equal([Rung.RestartMiner], For(TimeSpan.FromMinutes(3), hung));
        Assert.Empty(_over);
        For(TimeSpan.FromMinutes(31), Rigs.Well);
        Assert.Equal(Cause.HungApi, Assert.Single(_over).Cause);
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner], For(TimeSpan.FromMinutes(5), hung));
    }

    [Fact]
    public void A_miner_that_cannot_be_judged_is_not_healthy()
    {
        For(TimeSpan.FromMinutes(5), Broken(Cause.HungApi));
        For(TimeSpan.FromHours(3), Rigs.Well.With(m => m with { RunningFor = TimeSpan.FromMinutes(1), SilentFor = TimeSpan.FromMinutes(1) }));
        Assert.Equal(1, Assert.Single(_ladder.Episodes).Steps);
        For(TimeSpan.FromHours(25), Rigs.Well.With(m => m with { RunningFor = TimeSpan.FromMinutes(1), SilentFor = TimeSpan.FromMinutes(1) }));
        Assert.Empty(_ladder.Episodes);
    }

    [Fact]
    public void Maintenance_stops_it_and_keeps_where_it_stands()
    {
        For(TimeSpan.FromMinutes(5), Broken(Cause.HungApi));
        Assert.Empty(For(TimeSpan.FromHours(10), Broken(Cause.HungApi), maintenance: true));
        Assert.Contains("maintenance", _ladder.Describe(_now, maintenance: true));
        var resumed = _now;
        Assert.Equal([Rung.RestartMiner], For(TimeSpan.FromMinutes(2), Broken(Cause.HungApi)));
        Assert.True(_steps[^1].At - resumed >= CausePlan.For(Cause.HungApi).Confirm);
    }

    [Fact]
    public void Switched_off_it_tells_and_does_nothing()
    {
        Assert.Equal([Rung.AskPerson], For(TimeSpan.FromHours(30), Broken(Cause.HungApi), RecoveryPolicy.Default with { Enabled = false }));
        Assert.Contains("recovery is switched off", _steps[0].Step.Text);
    }

    [Fact]
    public void A_person_who_does_something_begins_anew_but_frees_no_reboot()
    {
        For(TimeSpan.FromHours(1), Broken(Cause.HighLoad));
        Assert.Single(_ladder.Budget.At);
        For(TimeSpan.FromHours(2), Broken(Cause.HighLoad));
        Assert.Equal(Rung.AskPerson, _steps[^1].Step.Rung);
        _ladder.PersonActed(null);
        Assert.Contains(Rung.Reboot, For(TimeSpan.FromHours(2), Broken(Cause.HighLoad)));
        Assert.Equal(2, _ladder.Budget.At.Count);
    }

    [Fact]
    public void Without_reboots_left_a_person_is_asked()
    {
        var none = RecoveryPolicy.Default with { RebootsInSixHours = 0 };
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner, Rung.AskPerson], For(TimeSpan.FromHours(5), Broken(Cause.HighLoad), none));
        Assert.Contains("reboots are not allowed", _steps[^1].Step.Text);
    }

    [Fact]
    public void A_reboot_that_did_not_happen_asks_a_person()
    {
        For(TimeSpan.FromMinutes(15), Broken(Cause.HighLoad));
        while (For(Tick, Broken(Cause.HighLoad)) is not [Rung.Reboot]) { }
        _ladder.Failed(_steps[^1].Step, _now);
        Assert.Equal([Rung.AskPerson], For(TimeSpan.FromHours(10), Broken(Cause.HighLoad)));
    }

    [Theory]
    [InlineData(MinerStates.Stopped)]
    [InlineData(MinerStates.Held)]
    public void A_rig_on_which_nothing_is_to_run_is_not_rebooted(string state)
    {
        var rungs = For(TimeSpan.FromHours(20), Broken(Cause.DeadGpu).With(m => m with { State = state, RunningFor = null }));
        Assert.Equal([Rung.ReadAgain, Rung.AskPerson], rungs);
    }

    [Fact]
    public void A_miner_that_never_worked_is_no_reason_to_reboot() =>
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner, Rung.AskPerson], For(TimeSpan.FromHours(20), Broken(Cause.CrashLoop).With(m => m with { HasWorked = false })));

    [Fact]
    public void A_miner_whose_API_never_answered_is_restarted_and_then_left_to_a_person() =>
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner, Rung.RestartMiner, Rung.AskPerson],
            For(TimeSpan.FromHours(20), Broken(Cause.HungApi).With(m => m with { HasWorked = false, HasAnswered = false }), RecoveryPolicy.Default with { CanReloadDriver = true }));

    [Theory]
    [InlineData(97d, false)]
    [InlineData(0d, true)]
    [InlineData(null, true)]
    public void A_silent_miner_whose_cards_all_work_is_not_worth_a_reboot(double? busy, bool reboots)
    {
        var rig = Broken(Cause.HungApi);
        foreach (string card in Rigs.Cards) { rig = rig.WithGpu(card, g => g with { UtilizationPercent = busy }); }
        Assert.Equal(reboots, For(TimeSpan.FromHours(20), rig).Contains(Rung.Reboot));
    }

    [Fact]
    public void A_floor_that_was_never_reached_is_no_reason_to_reboot() =>
        Assert.Equal([Rung.ReadAgain, Rung.RestartMiner, Rung.AskPerson],
            For(TimeSpan.FromHours(20), Rigs.Well.With(m => m with { LeastHashrate = 120e9, ReachedFloor = false }), RecoveryPolicy.Default with { CanReloadDriver = true }));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    public void Pools_are_tried_once_each_and_three_at_most(int pools, int expected) =>
        Assert.Equal(expected, For(TimeSpan.FromHours(20), Broken(Cause.PoolDown).With(m => m with { Pools = pools })).Count(r => r == Rung.NextPool));

    [Fact]
    public void While_nothing_outside_answers_nothing_is_done_about_anything()
    {
        var rig = Broken(Cause.NetworkDown).Dead(Rigs.Card0) with { Load1 = 99 };
        Assert.All(For(TimeSpan.FromHours(30), rig), r => Assert.True(r is Rung.ReadAgain or Rung.AskPerson));
        Assert.All(_steps, s => Assert.Equal(Cause.NetworkDown, s.Step.Fault.Cause));
    }

    [Fact]
    public void What_is_going_on_is_told_in_words()
    {
        Assert.Null(_ladder.Describe(_now, maintenance: false));
        For(TimeSpan.FromMinutes(2), Broken(Cause.HungApi));
        Assert.Equal("main runs, but has not answered for 3 min: the miner was restarted, next step in 5 min", _ladder.Describe(_now, maintenance: false));
        For(TimeSpan.FromHours(20), Broken(Cause.HungApi));
        Assert.Equal("main runs, but has not answered for 3 min: a person is needed", _ladder.Describe(_now, maintenance: false));
    }
}
