using BloxOs.Agent.Recovery.Heat;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>Every cause and every step with the loops as the agent wires them: what is read, what is told apart, what is done, what is on the disk.</summary>
public sealed class WiredRecoveryTests : IAsyncDisposable
{
    static readonly TimeSpan LongUp = TimeSpan.FromHours(1), Judged = TimeSpan.FromMinutes(6);

    readonly WiredRig _rig = new();

    string[] Calls => _rig.Control.Calls;

    /// <summary>An agent that knows this rig for long enough to reboot it, and what it makes.</summary>
    async Task StartKnownAsync()
    {
        await _rig.StartAsync(LongUp);
        await _rig.ForAsync(TimeSpan.FromMinutes(50));
        _rig.Time.Advance(TimeSpan.FromHours(7));   // since it began there was no reboot for a whole window
        await _rig.ForAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(Calls);
    }

    /// <summary>Driver reload by a command that works, or not.</summary>
    void CanReload(int exit = 0) => _rig.Local = new() { DriverReload = [_rig.Script("reload", $"echo x >> {_rig.File("reloads")}; exit {exit}")] };

    int Reloads => System.IO.File.Exists(_rig.File("reloads")) ? System.IO.File.ReadAllLines(_rig.File("reloads")).Length : 0;

    async Task UntilAsync(TimeSpan limit, Func<bool> condition) => Assert.True(await _rig.ForAsync(limit, condition), $"[{string.Join(", ", Calls)}] {_rig.Events} {_rig.Control.Recovering} {_rig.Log}");

    [Fact]
    public async Task A_well_rig_is_left_in_peace()
    {
        await StartKnownAsync();
        await _rig.ForAsync(TimeSpan.FromHours(3));
        Assert.Empty(Calls);
        Assert.Equal("", _rig.Events);
        Assert.Null(_rig.Control.Recovering);
    }

    [Fact]
    public async Task A_hashrate_below_the_set_floor_restarts_the_miner()
    {
        _rig.WantLeast(100e6);
        await _rig.StartAsync(LongUp);
        _rig.Hashrate = 99e6;
        await UntilAsync(Judged * 3, () => Calls.Length > 0);
        Assert.Equal(["restart"], Calls);
        Assert.Contains("recovery restart of gpu: gpu makes 99.0", _rig.Events);
        Assert.Contains(", the set floor is 100.0", _rig.Events);
        _rig.Hashrate = 101e6;
        await UntilAsync(TimeSpan.FromHours(1), () => _rig.Events.Contains("recovery well again", StringComparison.Ordinal));
        Assert.Equal(["restart"], Calls);
    }

    [Fact]
    public async Task A_hashrate_below_what_was_learned_restarts_the_miner_and_what_was_learned_outlives_the_agent()
    {
        await StartKnownAsync();
        _rig.Hashrate = WiredRig.Usual * 0.8;
        await _rig.ForAsync(TimeSpan.FromMinutes(12));
        Assert.Empty(Calls);   // 75 % of the usual is the floor
        await _rig.ReplaceAgentAsync();
        _rig.Hashrate = WiredRig.Usual * 0.7;
        await UntilAsync(Judged * 2, () => Calls.Length > 0);
        Assert.Equal(["restart"], Calls);
        Assert.Contains("of the usual 120", _rig.Events);
    }

    [Fact]
    public async Task A_dead_card_is_left_out_then_the_driver_is_loaded_anew_then_the_rig_boots_then_a_person_is_asked()
    {
        CanReload();
        await StartKnownAsync();
        _rig.Cards.Dead.Add(Rigs.Card2);
        await UntilAsync(TimeSpan.FromMinutes(10), () => Calls.Length > 0);
        Assert.Equal([$"without {Rigs.Card2}"], Calls);
        Assert.Contains($"card {Rigs.Card2} is dead: GPU is lost", _rig.Events);
        await UntilAsync(TimeSpan.FromHours(1), () => Reloads > 0);
        Assert.Equal(["hold recovery", "release recovery"], Calls[1..]);
        await UntilAsync(TimeSpan.FromHours(2), () => _rig.Reboots > 0);
        Assert.Equal((1, 1), (_rig.Reboots, Reloads));
        await UntilAsync(TimeSpan.FromHours(4), () => _rig.Events.Contains("a person is needed", StringComparison.Ordinal));
        await _rig.ForAsync(TimeSpan.FromHours(3));
        Assert.Equal((1, 1), (_rig.Reboots, Reloads));
        Assert.Contains("a person is needed", _rig.Control.Recovering);
    }

    /// <summary>As an agent that is not root, which install.sh makes: root does what its own configuration says.</summary>
    [Fact]
    public async Task Where_the_agent_is_not_root_drivers_and_reboot_are_asked_of_the_helper()
    {
        await using var helper = new FakeRootHelper(word => word == "reload-driver" ? "failed: /opt/reload: exit status 3\n" : "ok\n");
        _rig.Helper = helper.Client;
        CanReload();
        await StartKnownAsync();
        _rig.Cards.Dead.Add(Rigs.Card2);
        await UntilAsync(TimeSpan.FromHours(3), () => _rig.Reboots > 0);
        Assert.Equal(["reload-driver", "reboot"], helper.Asked);
        Assert.Equal(["hold recovery", "release recovery"], Calls[1..3]);
        Assert.Contains("reload-driver: failed: /opt/reload: exit status 3", _rig.Events);
        Assert.Equal(0, Reloads);
    }

    [Fact]
    public async Task A_card_that_comes_back_with_a_boot_is_taken_in_again()
    {
        await StartKnownAsync();
        _rig.Cards.Dead.Add(Rigs.Card2);
        _rig.Rebooted = () => _rig.Cards.Dead.Clear();
        await UntilAsync(TimeSpan.FromHours(3), () => _rig.Reboots > 0);
        await UntilAsync(TimeSpan.FromHours(1), () => Calls.Contains($"with {Rigs.Card2}"));
        Assert.Empty(_rig.Control.Miner.Quarantined);
        await UntilAsync(TimeSpan.FromHours(1), () => _rig.Events.Contains("recovery well again", StringComparison.Ordinal));
        Assert.Equal(1, _rig.Reboots);
    }

    [Fact]
    public async Task A_hung_api_climbs_the_whole_ladder_and_no_further()
    {
        CanReload(exit: 3);
        await StartKnownAsync();
        _rig.Answers = false;
        await UntilAsync(TimeSpan.FromMinutes(15), () => Calls.Length > 0);
        Assert.Equal(["restart"], Calls);
        await UntilAsync(TimeSpan.FromHours(10), () => _rig.Events.Contains("a person is needed", StringComparison.Ordinal));
        Assert.Equal(["restart", "restart", "hold recovery", "release recovery"], Calls);
        Assert.Equal((2, 1), (_rig.Reboots, Reloads));
        Assert.Contains("that did not work", _rig.Events);
        Assert.Contains("exit status 3", _rig.Events);
        Assert.Contains("gpu runs, but has not answered for", _rig.Events);
        await _rig.ForAsync(TimeSpan.FromHours(7));
        Assert.Equal(2, _rig.Reboots);   // also when the window is over: a person was asked
    }

    [Fact]
    public async Task The_budget_of_reboots_outlives_reboots()
    {
        _rig.Control.Desired = new() { Recovery = new() { RebootsInSixHours = 1 } };
        await StartKnownAsync();
        _rig.Answers = false;
        await UntilAsync(TimeSpan.FromHours(10), () => _rig.Events.Contains("a person is needed", StringComparison.Ordinal));
        Assert.Equal(1, _rig.Reboots);
        Assert.Contains("a reboot would be next, and the 1 of 6 hours are used up", _rig.Events);
    }

    [Fact]
    public async Task A_rig_whose_disk_forgets_does_not_reboot_itself()
    {
        await _rig.StartAsync(LongUp);
        (_rig.Load, _rig.Hashrate) = (50, 0);
        await UntilAsync(TimeSpan.FromHours(5), () => _rig.Events.Contains("the load is", StringComparison.Ordinal) && _rig.Events.Contains("a person is needed", StringComparison.Ordinal));
        await _rig.ForAsync(TimeSpan.FromHours(5));
        Assert.Equal(0, _rig.Reboots);
    }

    [Fact]
    public async Task A_pool_that_is_down_gets_the_miner_another_pool_and_nothing_else()
    {
        _rig.Want(_rig.DeafPort, _rig.PoolPort);
        await StartKnownAsync();
        _rig.TakesShares = false;
        // What a miner without a pool looks like: slow, and silent. Neither is its fault.
        (_rig.Hashrate, _rig.Answers) = (0, false);
        await UntilAsync(TimeSpan.FromHours(1), () => Calls.Length > 0);
        Assert.Equal(["next pool"], Calls);
        Assert.Contains($"127.0.0.1:{_rig.DeafPort} of gpu does not answer", _rig.Events);
        (_rig.Hashrate, _rig.Answers, _rig.TakesShares) = (WiredRig.Usual, true, true);
        await UntilAsync(TimeSpan.FromHours(1), () => _rig.Events.Contains("recovery well again", StringComparison.Ordinal));
        Assert.Equal(["next pool"], Calls);
    }

    [Fact]
    public async Task Without_any_way_out_nothing_on_the_rig_is_touched()
    {
        _rig.Want(_rig.DeafPort, _rig.DeafPort);
        _rig.OtherServerPort = _rig.DeafPort;
        await StartKnownAsync();
        (_rig.Hashrate, _rig.Answers, _rig.TakesShares) = (0, false, false);
        await UntilAsync(TimeSpan.FromHours(1), () => _rig.Events.Contains("neither a pool nor the server can be reached", StringComparison.Ordinal));
        await _rig.ForAsync(TimeSpan.FromHours(12));
        Assert.Empty(Calls);
        Assert.Equal(0, _rig.Reboots);
    }

    [Fact]
    public async Task A_high_load_under_which_the_miner_makes_what_it_should_is_left_alone()
    {
        await StartKnownAsync();
        _rig.Load = 50;
        await _rig.ForAsync(TimeSpan.FromHours(5));
        Assert.Empty(Calls);
        Assert.Equal(0, _rig.Reboots);
    }

    [Fact]
    public async Task A_hot_card_is_left_out_by_the_guard_and_recovery_only_asks_for_a_person()
    {
        await StartKnownAsync();
        _rig.Cards.Core[Rigs.Card1] = 92;
        await UntilAsync(TimeSpan.FromMinutes(2), () => Calls.Length > 0);
        Assert.Equal([$"without {Rigs.Card1}"], Calls);
        Assert.Contains($"heat stopped for heat, card {Rigs.Card1}: core 92 °C, limit 90 °C", _rig.Events);
        await UntilAsync(TimeSpan.FromHours(1), () => _rig.Events.Contains("recovery a person is needed", StringComparison.Ordinal));
        Assert.Contains($"card {Rigs.Card1} is too hot: core 92 °C", _rig.Events);
        await _rig.ForAsync(TimeSpan.FromHours(2));
        _rig.Cards.Core[Rigs.Card1] = 70;
        await UntilAsync(TimeSpan.FromMinutes(2), () => Calls.Length > 1);
        Assert.Equal([$"without {Rigs.Card1}", $"with {Rigs.Card1}"], Calls);
        Assert.Equal(0, _rig.Reboots);
    }

    [Fact]
    public async Task A_crash_loop_of_a_miner_that_worked_ends_in_a_reboot_and_of_one_that_never_did_does_not()
    {
        await StartKnownAsync();
        void Crash() => _rig.Control.Miner = _rig.Control.Miner with { ProcessId = null, Api = null, Exits = 7, ExitCode = 3 } is var ended ? ended with { State = MinerStates.Waiting } : ended;
        Crash();
        Assert.True(await _rig.ForAsync(TimeSpan.FromHours(3), () =>
        {
            if (_rig.Control.Miner.ProcessId is not null) { Crash(); }
            return _rig.Reboots > 0;
        }), _rig.Events);
        Assert.Contains("gpu ended by itself 7 times, last: exit status 3", _rig.Events);

        await using var other = new WiredRig();
        await other.StartAsync(LongUp);
        other.Time.Advance(TimeSpan.FromHours(7));
        other.Control.Miner = other.Control.Miner with { ProcessId = null, Api = null, Exits = 7, ExitCode = 3 };
        other.Control.Miner = other.Control.Miner with { State = MinerStates.Waiting };
        Assert.True(await other.ForAsync(TimeSpan.FromHours(10), () =>
        {
            if (other.Control.Miner.ProcessId is not null) { other.Control.Miner = other.Control.Miner with { State = MinerStates.Waiting, ProcessId = null, Api = null }; }
            return other.Events.Contains("a person is needed", StringComparison.Ordinal);
        }), other.Events);
        Assert.Equal(0, other.Reboots);
    }

    [Fact]
    public async Task In_maintenance_nothing_is_done_about_anything_but_heat_and_afterwards_a_fault_has_to_last_again()
    {
        CanReload();
        _rig.Control.Desired = new() { Maintenance = true };
        await _rig.StartAsync(LongUp);
        _rig.Time.Advance(TimeSpan.FromHours(7));
        _rig.Answers = false;
        _rig.Load = 50;
        _rig.Cards.Dead.Add(Rigs.Card2);
        await _rig.ForAsync(TimeSpan.FromHours(3));
        Assert.Empty(Calls);
        Assert.Equal((0, 0, ""), (_rig.Reboots, Reloads, _rig.Events));
        _rig.Cards.Core[Rigs.Card1] = 92;
        await UntilAsync(TimeSpan.FromMinutes(2), () => Calls.Length > 0);
        Assert.Equal([$"without {Rigs.Card1}"], Calls);
        _rig.Control.Desired = new();
        await _rig.ForAsync(TimeSpan.FromSeconds(45));
        Assert.Single(Calls);
        await UntilAsync(TimeSpan.FromMinutes(10), () => Calls.Contains($"without {Rigs.Card2}"));
    }

    [Fact]
    public async Task Switched_off_by_the_rigs_own_file_faults_are_told_and_nothing_is_done_whatever_the_server_wants()
    {
        _rig.Local = new() { Enabled = false };
        _rig.Control.Desired = new() { Recovery = new() { Enabled = true } };
        await StartKnownAsync();
        _rig.Answers = false;
        await UntilAsync(TimeSpan.FromHours(1), () => _rig.Events.Contains("a person is needed (recovery is switched off)", StringComparison.Ordinal));
        await _rig.ForAsync(TimeSpan.FromHours(3));
        Assert.Empty(Calls);
    }

    [Fact]
    public async Task No_word_of_the_server_lifts_the_heat_limit_above_the_ceiling()
    {
        _rig.Control.Desired = new() { Recovery = new() { StopCoreCelsius = 500, StopMemoryCelsius = 500 } };
        await StartKnownAsync();
        _rig.Cards.Core[Rigs.Card1] = HeatLimits.CoreCeiling;
        await UntilAsync(TimeSpan.FromMinutes(2), () => Calls.Length > 0);
        Assert.Equal([$"without {Rigs.Card1}"], Calls);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
