using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>What bounds the output of miners while no agent is there.</summary>
public sealed class LogKeeperTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly ProcessTable _table = new(new());

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Logs => _folder.File("logs");

    LogKeeper Keeper => new(_table, Logs, new AgentLog(TextWriter.Null, TimeProvider.System)) { Kilobytes = 100, PauseSeconds = 1 };

    int[] Running => [.. _table.LeadersWith($"{LogKeeper.Variable}={Logs}").Select(p => p.Id)];

    [Fact]
    public async Task A_miner_that_prints_without_end_fills_no_disk_and_does_not_notice()
    {
        await using var rig = new ControlledRig();
        rig.Fake.Mode = "flood";
        rig.Start();
        rig.Want(ScriptedMiner.Wanted());
        int id = await rig.RunningAsync();
        await rig.StopAgentAsync();
        string file = rig.Places.Output("gpu");
        int emptied = 0;
        long before = 0;
        await rig.UntilAsync(() =>
        {
            long length = new FileInfo(file).Length;
            if (length < before) { emptied++; }
            before = length;
            return emptied >= 2;
        }, "a file that is emptied twice");
        Assert.True(ScriptedMiner.Lives(id));
        await rig.ReplaceAgentAsync();
        await rig.UntilAsync(() => rig.Miner is { State: MinerStates.Running } miner && miner.ProcessId == id, "the same miner");
        var log = rig.Supervisor.Find("gpu")!.Log;
        long lines = log.Last;
        await rig.UntilAsync(() => log.Last > lines + 20, "more lines");
        Assert.Single(rig.Fake.Starts);
    }

    /// <summary>A process that has just begun shows its environment a moment later.</summary>
    async Task<int> OneAsync()
    {
        await Eventually.Async(() => Running.Length > 0, what: "the log keeper", cancellation: Cancellation);
        return Assert.Single(Running);
    }

    [Fact]
    public async Task There_is_one_of_it_which_the_next_agent_finds_and_it_ends_with_its_folder()
    {
        _folder.Write("logs/gpu.log", "x");
        var first = Keeper;
        first.Ensure();
        first.Ensure();
        int id = await OneAsync();
        Keeper.Ensure();
        Assert.Equal([id], Running);
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{id}"])) { await kill.WaitForExitAsync(Cancellation); }
        await Eventually.Async(() => Running.Length == 0, what: "its end", cancellation: Cancellation);
        first.Ensure();
        Assert.NotEqual(id, await OneAsync());
        Directory.Delete(Logs, recursive: true);
        await Eventually.Async(() => Running.Length == 0, what: "its end with the folder", cancellation: Cancellation);
    }

    [Fact]
    public async Task It_touches_nothing_but_long_logs()
    {
        string text = new('x', 300_000);
        _folder.Write("logs/long.log", text);
        _folder.Write("logs/short.log", "x");
        _folder.Write("logs/long.log.1", text);
        _folder.Write("logs/sub/deep.log", text);
        File.CreateSymbolicLink(_folder.File("logs/link.log"), _folder.Write("elsewhere", text));
        Keeper.Ensure();
        await Eventually.Async(() => new FileInfo(_folder.File("logs/long.log")).Length == 0, what: "an empty file", cancellation: Cancellation);
        Assert.Equal([1L, 300_000, 300_000, 300_000], ((string[])["logs/short.log", "logs/long.log.1", "logs/sub/deep.log", "elsewhere"]).Select(f => new FileInfo(_folder.File(f)).Length));
    }

    public void Dispose() => _folder.Dispose();
}
