using System.Globalization;
using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>
/// Miners that cannot be ended, because they, or the process that works for them, hang in the kernel. No test can make a real one, so <c>/proc</c> is made up: the process is there until
/// the test takes it out, whatever it is sent. Its number is above any that the kernel gives.
/// </summary>
public sealed class HangingMinerTests : IAsyncDisposable
{
    const int Main = 1 << 29, Worker = (1 << 29) + 1;

    readonly TempDirectory _proc = new();
    readonly ControlledRig _rig;
    readonly Launcher _launcher;

    public HangingMinerTests()
    {
        _proc.Write("sys/kernel/random/boot_id", "boot\n");
        _rig = new() { Table = new(new(Proc: _proc.Path)), Patience = TimeSpan.FromMilliseconds(50) };
        _rig.Launcher = _launcher = new Launcher(this);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    void Show(int id, int session, string owner)
    {
        _proc.Write($"{id}/environ", $"{MinerPlaces.OwnerVariable}={owner}\0");
        _proc.Write($"{id}/stat", string.Create(CultureInfo.InvariantCulture, $"{id} (t-rex) D 1 {session} {session} 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 77 9 10 11"));
    }

    void Gone(int id) => Directory.Delete(_proc.File($"{id}"), recursive: true);

    [Fact]
    public async Task A_hold_does_not_say_done_while_the_miner_runs_on()
    {
        _rig.Start();
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Running, "the miner");
        Assert.False(await _rig.Supervisor.HoldAsync("gpu", "heat", "too hot", Cancellation));
        Assert.Equal((MinerStates.Failed, Main), (_rig.Miner.State, _rig.Miner.ProcessId));
        Assert.Contains("hangs in the kernel", _rig.Miner.Reason);
        Assert.False(await _rig.Supervisor.HoldAsync(null, "recovery", "driver", Cancellation));
        Assert.False(await _rig.Supervisor.RestartAsync("gpu", "test", Cancellation));
        Assert.Equal(1, _launcher.Starts);
        // The driver lets go at last: held is what it is now.
        Gone(Main);
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Held, "the hold");
        Assert.True(await _rig.Supervisor.HoldAsync("gpu", "heat", "too hot", Cancellation));
    }

    [Fact]
    public async Task A_worker_that_outlives_its_watchdog_keeps_the_cards_from_a_second_miner()
    {
        _launcher.HasWorker = true;
        _rig.Start();
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Running, "the miner");
        Gone(Main);
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Failed, "the hang");
        Assert.Contains("hangs in the kernel", _rig.Miner.Reason);
        await _rig.Supervisor.StartAsync("gpu", "a person", Cancellation);
        Assert.Equal(1, _launcher.Starts);
        Gone(Worker);
        await _rig.UntilAsync(() => _launcher.Starts == 2 && _rig.Miner.State == MinerStates.Running, "the next start");
        Gone(Main);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (int id in (int[])[Main, Worker]) { if (Directory.Exists(_proc.File($"{id}"))) { Gone(id); } }
        await _rig.DisposeAsync();
        _proc.Dispose();
    }

    sealed class Launcher(HangingMinerTests test) : IMinerLauncher
    {
        public int Starts { get; private set; }

        public bool HasWorker { get; set; }

        public Task<MinerProcess> StartAsync(string name, LaunchPlan plan, CancellationToken cancellation)
        {
            Starts++;
            test.Show(Main, Main, test._rig.State);
            if (HasWorker && Starts == 1) { test.Show(Worker, Main, test._rig.State); }
            return Task.FromResult(new MinerProcess(Main, 77, "boot", plan.Digest, null));
        }

        public Task<int?> ExitCodeAsync(MinerProcess process, CancellationToken cancellation) => Task.FromResult<int?>(null);
    }
}
