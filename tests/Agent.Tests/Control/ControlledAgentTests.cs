using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Control;

/// <summary>The agent as a process, a real connection, and real miners.</summary>
public sealed class ControlledAgentTests
{
    static readonly Desired One = new() { Revision = 3, Miners = [ScriptedMiner.Wanted()] };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_that_is_killed_does_not_stop_mining_and_the_next_one_goes_on()
    {
        await using var rig = await ControlledAgent.StartAsync(One);
        int miner = await rig.RunningAsync();
        await rig.KillAgentAsync();
        // More than any pipe would take; the miner neither blocks nor dies.
        string log = Path.Combine(rig.State, "logs", "gpu.log");
        long before = new FileInfo(log).Length;
        await rig.UntilAsync(() => new FileInfo(log).Length > before + 20, "more lines while no agent is there");
        rig.StartAgent();
        await rig.UntilAsync(() => rig.Visits is [_, { Messages: [Hello { DesiredRevision: 3 }, ..] }], "the next hello");
        await rig.UntilAsync(() => rig.Visits[1].Messages.OfType<Applied>().Any(a => a is { Revision: 3, Miners: [{ State: MinerStates.Running }] }), "the word that it runs");
        Assert.All(rig.Visits.SelectMany(static v => v.Messages.OfType<Applied>()).Where(static a => a.Revision == 3), static a => Assert.Equal(DesiredDigest.Of(One), a.Digest));
        Assert.True(ScriptedMiner.Lives(miner));
        Assert.Single(rig.Fake.Starts);
        var stop = await rig.OrderAsync(new() { Id = "stop1", Kind = CommandKinds.StopMiner, Instance = "gpu" });
        Assert.Equal((CommandStates.Ok, "gpu: stopped, stopped by hand"), (stop.State, stop.Output));
        Assert.False(ScriptedMiner.Lives(miner));
    }

    [Fact, Trait("bad-input", "60")]
    public async Task A_wish_over_the_limit_or_nested_too_deep_leaves_what_was_wanted_in_force_and_its_miner_running()
    {
        await using var rig = await ControlledAgent.StartAsync(One);
        int miner = await rig.RunningAsync();
        string[] hostile = ["\"" + new string('x', ProtocolLimits.MessageBytes) + "\"", new string('[', 10_000) + new string(']', 10_000)];
        for (int i = 0; i < hostile.Length; i++)
        {
            await rig.Visits[i].SendTextAsync($$"""{"type":"desired","revision":9,"miners":[],"x":{{hostile[i]}} }""");
            await rig.UntilAsync(() => rig.Visits.Length == i + 2 && rig.Visits[i + 1].Messages.OfType<Applied>().Any(a => a is { Revision: 3, Miners: [{ State: MinerStates.Running }] }), "a new connection that says what is in force");
        }
        Assert.Equal([1009, 1008], rig.Visits.Take(2).Select(static v => v.CloseCode));
        Assert.True(ScriptedMiner.Lives(miner));
        Assert.Single(rig.Fake.Starts);
    }

    [Fact]
    public async Task It_mines_without_a_server_what_it_was_told_before()
    {
        await using var rig = await ControlledAgent.StartAsync(One);
        int miner = await rig.RunningAsync();
        await rig.KillAgentAsync();
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{miner}"])) { await kill.WaitForExitAsync(Cancellation); }
        await rig.StopServerAsync();
        rig.StartAgent();
        await rig.UntilAsync(() => rig.Fake.Starts.Length == 2, "another start");
    }

    [Fact]
    public async Task Restarting_the_agent_leaves_the_miner_alone_and_is_proved_by_the_new_one()
    {
        await using var rig = await ControlledAgent.StartAsync(One);
        int miner = await rig.RunningAsync(), agent = rig.Agent.Id;
        var end = await rig.OrderAsync(new() { Id = "again", Kind = CommandKinds.RestartAgent });
        Assert.Equal((CommandStates.Ok, "the agent has started anew"), (end.State, end.Output));
        Assert.Equal(2, rig.Visits.Length);
        Assert.False(rig.Agent.HasExited);
        Assert.Equal(agent, rig.Agent.Id);
        Assert.True(ScriptedMiner.Lives(miner));
        // The order came again before the result was known: it is not carried out twice.
        int told = rig.StatesOf("again").Length;
        await rig.SendAsync(new Command { Id = "again", Kind = CommandKinds.RestartAgent, ExpiresInMilliseconds = 60_000 });
        await rig.UntilAsync(() => rig.StatesOf("again").Length > told, "the stored result once more");
        Assert.Equal(2, rig.Visits.Length);
        Assert.Single(rig.Fake.Starts);
    }

    [Fact]
    public async Task A_reboot_that_an_agent_did_not_see_the_end_of_is_unknown_and_not_done_again()
    {
        await using var rig = await ControlledAgent.StartAsync();
        await rig.UntilAsync(() => rig.All<Applied>().Count > 0, "the first word");
        await rig.SendAsync(new Command { Id = "boot", Kind = CommandKinds.Reboot, ExpiresInMilliseconds = 60_000 });
        await rig.UntilAsync(() => File.Exists(rig.RebootMark) && rig.StatesOf("boot") is [CommandStates.Started], "the reboot");
        await rig.KillAgentAsync();
        File.Delete(rig.RebootMark);
        rig.Notes = false;
        rig.StartAgent();
        await rig.UntilAsync(() => rig.StatesOf("boot") is [.., CommandStates.Unknown], "unknown");
        await rig.SendAsync(new Command { Id = "boot", Kind = CommandKinds.Reboot, ExpiresInMilliseconds = 60_000 });
        await rig.UntilAsync(() => rig.StatesOf("boot") is [CommandStates.Started, CommandStates.Unknown, CommandStates.Unknown], "unknown once more");
        Assert.False(File.Exists(rig.RebootMark));
        var off = await rig.OrderAsync(new() { Id = "off", Kind = CommandKinds.Shutdown });
        Assert.Equal((CommandStates.Failed, "false: exit code 1"), (off.State, off.Output));
    }

    [Fact]
    public async Task The_log_of_a_miner_is_shown_while_somebody_looks_and_its_password_never()
    {
        await using var rig = await ControlledAgent.StartAsync(new() { Revision = 1, Miners = [ScriptedMiner.Wanted(password: "pass-word-1") with { Name = "gpu" }] });
        await rig.RunningAsync();
        Assert.Empty(rig.All<MinerLog>());
        await rig.SendAsync(new WatchLog { Instance = "gpu", Seconds = 60 });
        await rig.UntilAsync(() => rig.All<MinerLog>().Count >= 3, "lines");
        var parts = rig.All<MinerLog>();
        Assert.Equal(1, parts[0].First);
        Assert.Equal(parts[0].First + parts[0].Lines!.Count, parts[1].First);
        Assert.Contains("coloured", parts.SelectMany(p => p.Lines!));
        await rig.SendAsync(new WatchLog { Instance = "gpu", Seconds = 0 });
        var diagnosis = await rig.OrderAsync(new() { Id = "look", Kind = CommandKinds.Diagnose });
        Assert.Equal(CommandStates.Ok, diagnosis.State);
        Assert.Contains("== log of miner gpu", diagnosis.Output);
        foreach (string tool in (string[])["nvidia-smi", "amd-smi monitor", "rocm-smi"]) { Assert.Contains("== " + tool, diagnosis.Output); }
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(diagnosis.Output!), 100, ProtocolLimits.CommandOutputBytes);
        Assert.DoesNotContain("pass-word-1", diagnosis.Output + rig.Output + string.Join(' ', rig.All<MinerLog>().SelectMany(p => p.Lines!)));
        Assert.DoesNotContain(RunningAgent.Token, diagnosis.Output);
    }

    [Fact]
    public async Task What_happens_to_miners_travels_with_the_samples_and_a_refused_wish_is_reported()
    {
        await using var rig = await ControlledAgent.StartAsync(One);
        await rig.RunningAsync();
        await rig.UntilAsync(() => rig.All<Stats>().Any(s => s.Events?.Any(e => e is { Kind: RigEventKinds.MinerStarted, Instance: "gpu" }) is true), "the event");
        await rig.SendAsync(One with { Revision = 4, Miners = [ScriptedMiner.Wanted() with { Program = "/bin/sh" }] });
        await rig.UntilAsync(() => rig.All<Applied>() is [.., { Revision: 3, Refused: { } why, Miners: [{ State: MinerStates.Running }] }] && why.Contains("not below"), "the refusal");
        Assert.Single(rig.Fake.Starts);
    }
}
