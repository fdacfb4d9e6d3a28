using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Control;

/// <summary>Miners as real processes.</summary>
public sealed class MinerSupervisorTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wanted_miner_runs_in_a_session_of_its_own_and_what_it_prints_is_known()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        var log = rig.Supervisor.Find("gpu")!.Log;
        await rig.UntilAsync(() => log.Newest(10).Contains("line 2"), "lines");
        Assert.Equal(id, rig.Table.Find(id)!.Session);
        Assert.Contains("coloured", log.Newest(10));
        Assert.StartsWith("args: -c ", log.Newest(100)[0]);
        Assert.DoesNotContain(File.ReadAllText($"/proc/{id}/environ").Split('\0'), v => v.StartsWith("BLOXOS_", StringComparison.Ordinal) && !v.StartsWith("BLOXOS_MINER_", StringComparison.Ordinal));
        Assert.Contains(rig.Events.Take()!, e => e is { Kind: RigEventKinds.MinerStarted, Instance: "gpu" });
    }

    [Fact]
    public async Task Several_run_side_by_side_and_only_the_changed_one_is_restarted()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted("one"), ScriptedMiner.Wanted("two"), ScriptedMiner.Wanted("three"));
        await rig.UntilAsync(() => rig.Supervisor.Miners is [{ ProcessId: { } }, { ProcessId: { } }, { ProcessId: { } }] && rig.Fake.Starts.Length == 3, "three miners");
        int[] before = [.. rig.Supervisor.Miners.Select(m => m.ProcessId!.Value)];
        rig.Want(ScriptedMiner.Wanted("one") with { LeastHashrate = 5 }, ScriptedMiner.Wanted("two", user: "other"), ScriptedMiner.Wanted("three"));
        await rig.UntilAsync(() => rig.Supervisor.Miners[1].ProcessId is { } id && id != before[1], "another process of the second");
        Assert.Equal([before[0], before[2]], [rig.Supervisor.Miners[0].ProcessId!.Value, rig.Supervisor.Miners[2].ProcessId!.Value]);
        Assert.False(ScriptedMiner.Lives(before[1]));
        await rig.UntilAsync(() => rig.Fake.Starts.Length == 4, "one start more");
    }

    [Fact]
    public async Task What_is_wanted_no_more_is_stopped_and_without_a_word_about_miners_they_are_left_alone()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted("one"), ScriptedMiner.Wanted("two"));
        await rig.UntilAsync(() => rig.Supervisor.Miners is [{ ProcessId: { } }, { ProcessId: { } }], "two miners");
        int[] ids = [.. rig.Supervisor.Miners.Select(m => m.ProcessId!.Value)];
        rig.Want(ScriptedMiner.Wanted("two"));
        await rig.UntilAsync(() => !ScriptedMiner.Lives(ids[0]), "the end of the first");
        rig.Supervisor.Apply(new() { Revision = 100, Maintenance = true });
        Assert.Equal((100L, true), (rig.Supervisor.Desired.Revision, rig.Supervisor.Desired.Maintenance));
        Assert.Equal(ids[1], rig.Miner.ProcessId);
        Assert.True(ScriptedMiner.Lives(ids[1]));
    }

    [Fact]
    public async Task A_stubborn_miner_is_killed_with_its_children()
    {
        await using var rig = new ControlledRig { Patience = TimeSpan.FromMilliseconds(300) };
        rig.Fake.Mode = "stubborn";
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.UntilAsync(() => rig.Supervisor.Find("gpu")!.Log.Last > 3, "the trap is set");
        await rig.Supervisor.StopAsync("gpu", "test", Cancellation);
        Assert.False(ScriptedMiner.Lives(id));
        Assert.Equal((MinerStates.Stopped, "stopped by hand"), (rig.Miner.State, rig.Miner.Reason));
    }

    [Fact]
    public async Task What_a_dead_miner_leaves_behind_is_ended()
    {
        await using var rig = new ControlledRig();
        rig.Fake.Mode = "child";
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.UntilAsync(() => rig.Supervisor.Find("gpu")!.Log.Last > 3, "the child");
        int child = rig.Fake.Child;
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{id}"])) { await kill.WaitForExitAsync(Cancellation); }
        await rig.UntilAsync(() => !ScriptedMiner.Lives(child), "the end of the child");
        await rig.UntilAsync(() => rig.Miner.ExitCode == 128 + 9, "the exit code");
    }

    [Fact]
    public async Task A_crash_loop_is_told_with_its_last_lines_and_the_pauses_grow()
    {
        await using var rig = new ControlledRig();
        rig.Fake.Mode = "crash";
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        MinerStatus miner = null!;   // as it was then: soon it starts again
        await rig.UntilAsync(() => rig.Supervisor.Miners is [{ Exits: >= BackOff.Loop, State: MinerStates.Waiting } looping] && (miner = looping) is not null, "a crash loop");
        Assert.Equal(3, miner.ExitCode);
        Assert.Contains("a crash loop", miner.Reason);
        Assert.Equal("CUDA error in func 'x' : no memory (2)", miner.LastLines[^1]);
        Assert.NotNull(miner.NextStart);
        var ends = new List<RigEvent>();
        while (rig.Events.Take() is { } events) { ends.AddRange(events.Where(e => e.Kind == RigEventKinds.MinerEnded)); }
        Assert.Contains("ended with exit code 3", ends[0].Text);
        Assert.Contains("CUDA error", ends[0].Text);
        rig.Fake.Mode = "";
        await rig.Supervisor.StartAsync("gpu", "test", Cancellation);
        Assert.Equal((MinerStates.Running, 0, null), (rig.Miner.State, rig.Miner.Exits, rig.Miner.Reason));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(100, 600)]
    public void Pauses_double_up_to_ten_minutes(int shortRuns, int seconds) => Assert.Equal(seconds, BackOff.Default.After(shortRuns).TotalSeconds);

    [Fact]
    public async Task A_good_run_ends_the_counting()
    {
        await using var rig = new ControlledRig { BackOff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), TimeSpan.Zero) };
        rig.Fake.Mode = "crash";
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        await rig.UntilAsync(() => rig.Fake.Starts.Length > BackOff.Loop + 1 && rig.Supervisor.Miners[0].Reason is not null, "ends");
        Assert.DoesNotContain("loop", rig.LogText);
    }

    /// <summary>A rig whose battery is empty boots years away from now, and is put right while its miners start.</summary>
    [Fact]
    public async Task A_clock_that_is_put_right_neither_keeps_a_miner_from_starting_nor_makes_its_run_a_long_one()
    {
        var clock = new WrongClock();
        await using var rig = new ControlledRig { Time = clock, BackOff = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(10)) };
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int process = await rig.RunningAsync();
        clock.Ahead = TimeSpan.FromDays(3_650);
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{process}"])) { await kill.WaitForExitAsync(Cancellation); }
        string? reason = null;   // as it was then: soon it starts again
        await rig.UntilAsync(() => rig.Supervisor.Miners is [{ State: MinerStates.Waiting } ended] && (reason = ended.Reason) is not null, "the end");
        Assert.Matches(@"^killed by signal 9 after \d+ s$", reason);
        clock.Ahead = TimeSpan.Zero;
        Assert.NotEqual(process, await rig.RunningAsync(2));
    }

    [Fact]
    public async Task Stopped_by_hand_stays_stopped_over_a_restart_of_the_agent_until_it_is_started()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        Assert.True(await rig.Supervisor.StopAsync(null, "test", Cancellation));
        Assert.False(ScriptedMiner.Lives(id));
        await rig.ReplaceAgentAsync();
        await rig.UntilAsync(() => rig.Miner is { State: MinerStates.Stopped, Reason: "stopped by hand" }, "the stop");
        rig.Want(ScriptedMiner.Wanted(user: "other"));
        Assert.True(await rig.Supervisor.RestartAsync("gpu", "test", Cancellation));
        Assert.Equal(MinerStates.Stopped, rig.Miner.State);
        Assert.True(await rig.Supervisor.StartAsync("gpu", "test", Cancellation));
        Assert.Equal(MinerStates.Running, rig.Miner.State);
        Assert.False(await rig.Supervisor.StartAsync("other", "test", Cancellation));
    }

    [Fact]
    public async Task Whoever_holds_keeps_all_miners_from_running_until_everybody_has_released()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        await rig.RunningAsync();
        Assert.True(await rig.Supervisor.HoldAsync(null, "heat", "91 °C", Cancellation));
        Assert.True(await rig.Supervisor.HoldAsync("gpu", "other", "why", Cancellation));
        Assert.Equal((MinerStates.Held, "91 °C", null), (rig.Miner.State, rig.Miner.Reason, rig.Miner.ProcessId));
        await rig.Supervisor.StartAsync(null, "by hand", Cancellation);
        await rig.ReplaceAgentAsync();
        await rig.UntilAsync(() => rig.Miner.State == MinerStates.Held, "the hold after a restart of the agent");
        await rig.Supervisor.ReleaseAsync(null, "heat", Cancellation);
        Assert.Equal((MinerStates.Held, "why"), (rig.Miner.State, rig.Miner.Reason));
        await rig.Supervisor.ReleaseAsync("gpu", "other", Cancellation);
        Assert.Equal(MinerStates.Running, rig.Miner.State);
    }

    [Fact]
    public async Task Pools_take_turns_and_bad_cards_are_left_out()
    {
        await using var rig = new ControlledRig();
        rig.Inventory = new() { Gpus = [new() { BusId = "0000:01:00.0", Vendor = "nvidia" }, new() { BusId = "0000:02:00.0", Vendor = "amd" }, new() { BusId = "0000:03:00.0", Vendor = "nvidia" }] };
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        await rig.RunningAsync();
        Assert.True(await rig.Supervisor.NextPoolAsync("gpu", "pool down", Cancellation));
        Assert.Equal((1, MinerStates.Running), (rig.Miner.Pool, rig.Miner.State));
        string config = File.ReadAllText(Directory.GetFiles(rig.Places.WorkDirectory("gpu")).Single());
        Assert.True(config.IndexOf("b.pool", StringComparison.Ordinal) < config.IndexOf("a.pool", StringComparison.Ordinal));
        Assert.True(await rig.Supervisor.RestartWithoutAsync("gpu", ["0000:01:00.0"], "dead", Cancellation));
        Assert.Equal(["0000:01:00.0"], rig.Miner.Quarantined);
        await rig.UntilAsync(() => rig.Supervisor.Find("gpu")!.Log.Newest(1000).Any(l => l.Contains("-d 1 ", StringComparison.Ordinal)), "the second card of its vendor alone");
        Assert.False(await rig.Supervisor.RestartWithoutAsync("gpu", ["0000:03:00.0"], "dead", Cancellation));
        Assert.True(await rig.Supervisor.FailAsync("gpu", "a person is needed", Cancellation));
        Assert.Equal((MinerStates.Failed, "a person is needed", null), (rig.Miner.State, rig.Miner.Reason, rig.Miner.ProcessId));
        rig.Want(ScriptedMiner.Wanted(user: "other"));
        await rig.UntilAsync(() => rig.Miner is { State: MinerStates.Running, Quarantined: [], Pool: 0 }, "a fresh start with what else is wanted");
    }

    [Fact]
    public async Task A_process_of_the_miner_in_a_session_of_its_own_is_ended_with_it()
    {
        await using var rig = new ControlledRig();
        rig.Fake.Mode = "away";
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        await rig.RunningAsync();
        await rig.UntilAsync(() => rig.Supervisor.Find("gpu")!.Log.Newest(100).Any(l => l.Contains("line", StringComparison.Ordinal)), "its child");
        int child = rig.Fake.Child;
        Assert.True(ScriptedMiner.Lives(child));
        Assert.True(await rig.Supervisor.StopAsync("gpu", "test", Cancellation));
        Assert.False(ScriptedMiner.Lives(child));
    }

    [Fact]
    public async Task What_cannot_be_started_is_told_and_tried_again()
    {
        await using var rig = new ControlledRig();
        string hidden = rig.Fake.Program + ".away";
        File.Move(rig.Fake.Program, hidden);
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        await rig.UntilAsync(() => rig.Supervisor.Miners is [{ State: MinerStates.Failed, Reason: { } reason }] && reason.Contains("is not installed"), "the failure");
        File.Move(hidden, rig.Fake.Program);
        await rig.RunningAsync();
    }

    /// <summary>A server that wants another miner every few minutes for years must not make the agent grow.</summary>
    [Fact]
    public async Task What_looked_after_a_miner_that_is_gone_is_forgotten()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        for (int i = 0; i < 5; i++)
        {
            rig.Want(ScriptedMiner.Wanted($"m{i}"));
            await rig.RunningAsync(i + 1);
            rig.Want();
            await rig.UntilAsync(() => rig.Supervisor.Find($"m{i}") is null && !Directory.Exists(rig.Places.WorkDirectory($"m{i}")), "the end of the miner");
        }
        Assert.InRange(rig.Supervisor.Loops, 1, 2);   // the last one, and the one before it where that is just ending
    }
}
