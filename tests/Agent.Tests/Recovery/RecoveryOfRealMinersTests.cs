using BloxOs.Agent.Control;
using BloxOs.Agent.Recovery;
using BloxOs.Agent.Recovery.Diagnosis;
using BloxOs.Agent.Recovery.Heat;
using BloxOs.Agent.Recovery.State;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using Microsoft.Extensions.Time.Testing;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>Recovery with the agent's own control of real processes; only the clock of recovery is simulated.</summary>
public sealed class RecoveryOfRealMinersTests : IAsyncDisposable
{
    readonly ControlledRig _rig = new() { Inventory = new() { Gpus = [.. Rigs.Cards.Select((c, i) => new GpuInventory { Index = i, BusId = c, Vendor = "nvidia" })] } };
    readonly FakeTimeProvider _time = new(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    readonly WarmCards _cards = new();
    readonly RecoveryMemory _memory;
    readonly RecoveryLoop _recovery;
    HeatLoop _heat;
    readonly List<string> _reboots = [];
    HeatLimits _limits = HeatLimits.Default;
    int _reads;

    public RecoveryOfRealMinersTests()
    {
        var begin = _time.GetTimestamp();
        _rig.Start();
        var file = new RecoveryFile(Path.Combine(_rig.State, "recovery.json"), _rig.Log, _time);
        _memory = file.Read("boot", () => TimeSpan.FromHours(1) + _time.GetElapsedTime(begin));
        _recovery = new(_memory, file, new(_rig.Supervisor, () => _reads++, RebootAsync, (_, _) => Task.FromResult<string?>("none")), _rig.Events, _rig.Log, _time);
        _heat = NewGuard();
    }

    /// <summary>The guard of an agent that starts now.</summary>
    HeatLoop NewGuard(string boot = "boot")
    {
        var store = new StateStore<HeatFile>(Path.Combine(_rig.State, "heat.json"), RecoveryJson.Default.HeatFile, HeatFile.IsWhole, _rig.Log);
        return new(_rig.Supervisor, [new(_cards, _time)], () => _rig.Inventory, () => _limits, () => _recovery.Quarantined, new(store, boot), _rig.Events, _rig.Log, _time);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    Task<string?> RebootAsync(CancellationToken cancellation)
    {
        _reboots.Add(File.ReadAllText(Path.Combine(_rig.State, "recovery.json")));
        return Task.FromResult<string?>(null);
    }

    /// <summary>What the observer would see of the miner, with a fault.</summary>
    RigView View(Func<RigView, RigView> broken) => broken(Rigs.Well.With(m => m with
    {
        Name = "gpu",
        State = _rig.Miner.State,
        Cards = MinerCards.Used(_rig.Miner, _rig.Inventory),
        RunningFor = _rig.Miner.ProcessId is null ? null : TimeSpan.FromHours(1),
        Exits = _rig.Miner.Exits,
    }));

    async Task ForAsync(TimeSpan time, Func<RigView, RigView> broken, bool maintenance = false, Func<bool>? until = null)
    {
        for (var passed = TimeSpan.Zero; passed < time && until?.Invoke() is not true; passed += RecoveryLoop.Pace)
        {
            await _recovery.LookAsync(View(broken), RecoveryPolicy.Default, maintenance, Cancellation);
            _time.Advance(RecoveryLoop.Pace);
        }
    }

    async Task HeatAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += HeatLoop.Busy)
        {
            await _heat.LookAsync(Cancellation);
            _time.Advance(HeatLoop.Busy);
        }
    }

    string Events() => string.Join('\n', (_rig.Events.Take() ?? []).Select(e => $"{e.Kind} {e.Text}"));

    [Fact]
    public async Task A_miner_whose_api_hangs_is_restarted()
    {
        _rig.Want(ScriptedMiner.Wanted());
        int first = await _rig.RunningAsync();
        await ForAsync(TimeSpan.FromMinutes(3), r => r.With(m => m with { SilentFor = TimeSpan.FromMinutes(3), Hashrate = null, PoolConnected = null }));
        int second = await _rig.RunningAsync(start: 2);
        Assert.NotEqual(first, second);
        Assert.False(ScriptedMiner.Lives(first));
        Assert.Equal(1, _reads);
        Assert.Contains("recovery restart of gpu: gpu runs, but has not answered for 3 min", Events());
        Assert.StartsWith("gpu runs, but has not answered for 3 min: the miner was restarted, next step in", _rig.Supervisor.Recovering);
    }

    [Fact]
    public async Task In_maintenance_nothing_is_done()
    {
        _rig.Want(ScriptedMiner.Wanted());
        int first = await _rig.RunningAsync();
        await ForAsync(TimeSpan.FromHours(5), r => r.Dead(Rigs.Card2).With(m => m with { SilentFor = TimeSpan.FromMinutes(3) }), maintenance: true);
        Assert.Equal(first, _rig.Miner.ProcessId);
        Assert.Empty(_reboots);
        Assert.Equal(0, _reads);
    }

    [Fact]
    public async Task A_dead_card_is_left_out_and_taken_in_again_when_it_answers()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        await ForAsync(TimeSpan.FromMinutes(3), r => r.Dead(Rigs.Card2));
        await _rig.RunningAsync(start: 2);
        Assert.Equal([Rigs.Card2], _rig.Miner.Quarantined);
        Assert.Contains(Rigs.Card2, _recovery.Quarantined);
        // It answers again: not before the pause is over.
        await ForAsync(TimeSpan.FromMinutes(20), r => r);
        Assert.Equal([Rigs.Card2], _rig.Miner.Quarantined);
        await ForAsync(TimeSpan.FromMinutes(15), r => r);
        await _rig.RunningAsync(start: 3);
        Assert.Empty(_rig.Miner.Quarantined);
        Assert.Empty(_recovery.Quarantined);
    }

    [Fact]
    public async Task A_person_who_starts_the_miner_takes_the_card_in_again()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        await ForAsync(TimeSpan.FromMinutes(3), r => r.Dead(Rigs.Card2));
        await _rig.RunningAsync(start: 2);
        await ForAsync(RecoveryLoop.Pace, r => r.Dead(Rigs.Card2));
        await _rig.Supervisor.StartAsync("gpu", "a person", Cancellation);
        await _rig.UntilAsync(() => _rig.Miner.Quarantined.Count == 0, "an empty quarantine");
        await ForAsync(RecoveryLoop.Pace, r => r);
        Assert.Empty(_recovery.Quarantined);
        Assert.Empty(_memory.Ladder.Episodes);
    }

    [Fact]
    public async Task A_reboot_is_counted_on_the_disk_before_it_is_given()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        _time.Advance(TimeSpan.FromHours(7));
        await ForAsync(TimeSpan.FromHours(2), r => r with { Load1 = 50 }, until: () => _reboots.Count > 0);
        Assert.Contains("\"reboots\":[", Assert.Single(_reboots));
        Assert.DoesNotContain("\"reboots\":[]", _reboots[0]);
        await _rig.UntilAsync(() => _rig.Fake.Starts.LastOrDefault() == _rig.Miner.ProcessId, "the restart of the step before");
        int starts = _rig.Fake.Starts.Length;
        await ForAsync(TimeSpan.FromHours(5), r => r with { Load1 = 50 });
        Assert.Equal((1, starts), (_reboots.Count, _rig.Fake.Starts.Length));
    }

    [Fact]
    public async Task A_reboot_that_cannot_be_counted_is_not_given()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        _time.Advance(TimeSpan.FromHours(7));
        Directory.CreateDirectory(Path.Combine(_rig.State, "recovery.json.new"));
        await ForAsync(TimeSpan.FromHours(5), r => r with { Load1 = 50 });
        Assert.Empty(_reboots);
        Assert.False(_recovery.DiskWritable);
        Assert.Contains("a person is needed", _rig.Supervisor.Recovering);
    }

    [Fact]
    public async Task A_hot_card_is_left_out_and_comes_back_when_it_is_cool()
    {
        _rig.Want(ScriptedMiner.Wanted());
        int first = await _rig.RunningAsync();
        _cards.Core[Rigs.Card1] = 91;
        await HeatAsync(HeatLoop.Busy);
        await _rig.RunningAsync(start: 2);
        Assert.Equal([Rigs.Card1], _rig.Miner.Quarantined);
        Assert.False(ScriptedMiner.Lives(first));
        Assert.Contains($"heat stopped for heat, card {Rigs.Card1}: core 91 °C, limit 90 °C", Events());
        _cards.Core[Rigs.Card1] = 76;
        await HeatAsync(TimeSpan.FromMinutes(5));
        Assert.Equal([Rigs.Card1], _rig.Miner.Quarantined);
        _cards.Core[Rigs.Card1] = 75;
        await HeatAsync(HeatLoop.Busy);
        await _rig.RunningAsync(start: 3);
        Assert.Empty(_rig.Miner.Quarantined);
    }

    [Fact]
    public async Task When_all_cards_are_hot_the_miner_is_held_also_against_a_start()
    {
        _rig.Want(ScriptedMiner.Wanted());
        int first = await _rig.RunningAsync();
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 95; }
        _limits = new(1000, 1000, 1000);
        await HeatAsync(HeatLoop.Busy);
        Assert.False(ScriptedMiner.Lives(first));
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        Assert.StartsWith($"too hot: card {Rigs.Card0}: core 95 °C, limit 95 °C", _rig.Miner.Reason);
        await _rig.Supervisor.StartAsync("gpu", "a person", Cancellation);
        await HeatAsync(HeatLoop.Busy);
        Assert.Equal((MinerStates.Held, 1), (_rig.Miner.State, _rig.Fake.Starts.Length));
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 50; }
        await HeatAsync(TimeSpan.FromMinutes(2));
        await _rig.RunningAsync(start: 2);
    }

    [Fact]
    public async Task What_an_earlier_agent_held_or_left_out_for_heat_goes_on_when_it_is_cool()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        await _rig.Supervisor.RestartWithoutAsync("gpu", [Rigs.Card1], "too hot", Cancellation);
        await _rig.Supervisor.HoldAsync("gpu", HeatLoop.Holder, "too hot", Cancellation);
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        await HeatAsync(HeatLoop.Busy);
        await _rig.UntilAsync(() => _rig.Miner is { State: MinerStates.Running, Quarantined.Count: 0 }, "all cards at work");
    }

    [Fact]
    public async Task A_hold_outlives_the_agent_for_as_long_as_the_heat_does()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 92; }
        await HeatAsync(HeatLoop.Busy);
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        await _rig.ReplaceAgentAsync();
        _heat = NewGuard();
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 85; }   // below the limit, and not cool
        await HeatAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((MinerStates.Held, 1), (_rig.Miner.State, _rig.Fake.Starts.Length));
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 75; }
        await HeatAsync(HeatLoop.Busy);
        await _rig.RunningAsync(start: 2);
        Assert.Contains("\"cards\":[]", File.ReadAllText(Path.Combine(_rig.State, "heat.json")));
    }

    [Fact]
    public async Task What_was_held_before_a_boot_is_judged_anew()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 92; }
        await HeatAsync(HeatLoop.Busy);
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 85; }
        _heat = NewGuard("another boot");
        await HeatAsync(HeatLoop.Busy);
        await _rig.RunningAsync(start: 2);
    }

    [Fact]
    public async Task A_miner_that_is_wanted_anew_while_its_cards_are_hot_is_held_too()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 95; }
        await HeatAsync(HeatLoop.Busy);
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        _rig.Want();
        await _rig.UntilAsync(() => !_rig.LogText.Contains("miner gpu: Error", StringComparison.Ordinal) && _rig.Supervisor.Miners.Count == 0, "no miner");
        await HeatAsync(HeatLoop.Busy);
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.UntilAsync(() => _rig.Supervisor.Miners is [{ State: MinerStates.Running }], "a start on hot cards");
        await HeatAsync(HeatLoop.Busy);
        Assert.Equal((MinerStates.Held, null), (_rig.Miner.State, _rig.Miner.ProcessId));
        foreach (string card in Rigs.Cards) { _cards.Core[card] = 50; }
        await HeatAsync(TimeSpan.FromMinutes(2));
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Running, "work");
    }

    [Fact]
    public async Task An_agent_that_dies_while_a_driver_is_loaded_anew_leaves_no_miner_held_for_ever()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        await _rig.Supervisor.HoldAsync(null, MinerHold.Step, "driver loaded anew", Cancellation);
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        await _rig.ReplaceAgentAsync();
        await _rig.RunningAsync(start: 2);
        // A hold for heat stays.
        await _rig.Supervisor.HoldAsync("gpu", HeatLoop.Holder, "too hot", Cancellation);
        await _rig.ReplaceAgentAsync();
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Held, "the hold for heat");
    }

    [Fact]
    public async Task A_burnt_card_does_not_hold_the_others_for_ever()
    {
        // A miner that takes no choice of cards is held as a whole.
        _rig.Want(ScriptedMiner.Wanted() with { Devices = [Rigs.Card0] });
        await _rig.RunningAsync();
        _cards.Core[Rigs.Card0] = 99;
        await HeatAsync(HeatLoop.Busy);
        Assert.Equal(MinerStates.Held, _rig.Miner.State);
        _cards.Dead.Add(Rigs.Card0);
        _rig.Sample = new() { Gpus = [new() { Index = 0, Fault = "GPU is lost" }] };
        await HeatAsync(TimeSpan.FromMinutes(2));
        // Not held any more: what it is now is what a rig without that card is, and recovery sees it.
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Failed, "a start that fails for want of the card");
        Assert.Contains("none of its cards is there and alive", _rig.Miner.Reason);
        _cards.Dead.Clear();
        _cards.Core[Rigs.Card0] = 50;
        _rig.Sample = null;
        await HeatAsync(TimeSpan.FromMinutes(1));
        await _rig.RunningAsync(start: 2);
    }

    [Fact]
    public async Task A_card_that_burnt_stays_out_and_comes_back_only_alive_and_cool()
    {
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        _cards.Core[Rigs.Card1] = 99;
        await HeatAsync(HeatLoop.Busy);
        await _rig.RunningAsync(start: 2);
        _cards.Dead.Add(Rigs.Card1);
        await HeatAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([Rigs.Card1], _rig.Miner.Quarantined);
        Assert.Equal(2, _rig.Fake.Starts.Length);
        _cards.Dead.Clear();
        _cards.Core[Rigs.Card1] = 50;
        await HeatAsync(HeatLoop.Busy);
        await _rig.RunningAsync(start: 3);
        Assert.Empty(_rig.Miner.Quarantined);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
