using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;

namespace BloxOs.Agent.Tests.Control;

/// <summary>An agent ends, and the next one finds the miners running.</summary>
public sealed class AdoptionTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_agent_goes_on_with_the_running_miner_and_its_log()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.ReplaceAgentAsync();
        await rig.UntilAsync(() => rig.Miner.ProcessId == id, "the same process");
        var log = rig.Supervisor.Find("gpu")!.Log;
        long before = log.Last;
        await rig.UntilAsync(() => log.Last > before + 2, "more lines");
        Assert.Contains("coloured", log.Newest(1000));
        Assert.Single(rig.Fake.Starts);
        // It is looked after like any other.
        await rig.Supervisor.StopAsync("gpu", "test", Cancellation);
        Assert.False(ScriptedMiner.Lives(id));
    }

    [Fact]
    public async Task A_miner_that_ended_while_no_agent_was_there_is_told_and_started_again()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.StopAgentAsync();
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{id}"])) { await kill.WaitForExitAsync(Cancellation); }
        await rig.ReplaceAgentAsync();
        await rig.RunningAsync(start: 2);
        Assert.Equal(1, rig.Miner.Exits);
    }

    [Theory]
    [InlineData("ticks")]
    [InlineData("boot")]
    public async Task Another_process_with_the_same_id_is_never_touched(string what)
    {
        await using var rig = new ControlledRig();
        using var other = System.Diagnostics.Process.Start("sleep", ["600"]);
        try
        {
            long ticks = rig.Table.Find(other.Id)!.StartTicks;
            var store = new StateStore<ControlFile>(rig.Places.ControlFile, ControlJson.Default.ControlFile, ControlFile.IsWhole, rig.Log);
            var process = what == "ticks" ? new MinerProcess(other.Id, ticks - 1, rig.Table.BootId, "x", null) : new MinerProcess(other.Id, ticks, "another boot", "x", null);
            Assert.True(store.Write(new() { Miners = [new() { Name = "gpu", Process = process }] }));
            rig.Start();
            rig.Want(ScriptedMiner.Wanted());
            await rig.RunningAsync();
            await rig.Supervisor.StopAsync(null, "test", Cancellation);
            Assert.False(other.HasExited);
        }
        finally { other.Kill(); }
    }

    [Theory]
    [InlineData("miners.json")]
    [InlineData("miners.json", "desired.json")]
    public async Task With_its_records_lost_there_are_never_two_of_a_miner(params string[] lost)
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.StopAgentAsync();
        foreach (string file in lost) { File.WriteAllText(Path.Combine(rig.State, file), ""); }
        await rig.ReplaceAgentAsync();
        rig.Want(ScriptedMiner.Wanted());
        await rig.RunningAsync(start: 2);
        Assert.False(ScriptedMiner.Lives(id));
        Assert.Equal(1, rig.Fake.Starts.Count(ScriptedMiner.Lives));
    }

    [Fact]
    public async Task While_it_is_not_known_what_is_wanted_a_miner_runs_on()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.StopAgentAsync();
        File.WriteAllText(rig.Places.DesiredFile, """{"version":2,"desired":{"revision":7}}""");
        await rig.ReplaceAgentAsync();
        Assert.Equal(0, rig.Supervisor.Desired.Revision);
        await rig.UntilAsync(() => rig.LogText.Contains("runs already"), "the adoption");
        rig.Want(ScriptedMiner.Wanted());
        await rig.UntilAsync(() => rig.Miner is { State: MinerStates.Running }, "the miner");
        Assert.Equal(id, rig.Miner.ProcessId);
        Assert.Single(rig.Fake.Starts);
        Assert.Contains("revision\":7", File.ReadAllText(rig.Places.DesiredFile + ".unreadable"));
    }

    [Fact]
    public async Task What_the_agent_did_not_see_change_is_changed_when_it_comes_back()
    {
        await using var rig = new ControlledRig();
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.StopAgentAsync();
        var store = new StateStore<DesiredFile>(rig.Places.DesiredFile, ControlJson.Default.DesiredFile, _ => true, rig.Log);
        store.Write(new() { Desired = new() { Revision = 9, Miners = [ScriptedMiner.Wanted(user: "other")] } });
        await rig.ReplaceAgentAsync();
        await rig.RunningAsync(start: 2);
        Assert.False(ScriptedMiner.Lives(id));
    }
}
