using BloxOs.Agent.Gpus;
using BloxOs.Agent.Recovery;
using BloxOs.Agent.Tests.Nvml;
using BloxOs.Agent.Tests.Support;
using BloxOs.Protocol;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Recovery;

/// <summary>The driver is loaded anew by a command, with the agent's own library on it and real miners.</summary>
public sealed class DriverReloadTests : IAsyncDisposable
{
    readonly TempDirectory _folder = new();
    readonly ControlledRig _rig = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A command that, as rmmod would, fails while this process has the driver's device open or a miner lives.</summary>
    string Rmmod(string library) => _folder.Script("reload", $"""
        echo x >> {_folder.File("ran")}
        ls -l /proc/{Environment.ProcessId}/fd | grep -q {Path.GetFileNameWithoutExtension(library)}.txt.device && exit 16
        for pid in $(cat {_folder.Path}/pids); do kill -0 $pid 2>/dev/null && exit 17; done
        exit 0
        """);

    [Fact]
    public async Task The_agent_lets_go_of_the_driver_and_takes_it_up_again()
    {
        string library = FakeNvml.Build(_folder, 0, "0000:0a:00.0 ok NVIDIA GeForce RTX 3080");
        using var vendor = new SharedVendor(new Nvidia(new(library, null, "/nowhere/nvidia-smi"), new(new(Sys: _folder.Path)), TimeProvider.System, TimeSpan.FromSeconds(60)), TimeProvider.System);
        Assert.Single((await vendor.ReadAsync(Cancellation)).Cards);
        Assert.True(IsOpen(library));
        _rig.Start();
        _rig.Want(ScriptedMiner.Wanted());
        int id = await _rig.RunningAsync();
        await File.WriteAllTextAsync(_folder.File("pids"), $"{id}", Cancellation);
        Assert.Null(await new DriverReload([Rmmod(library)], null, _rig.Supervisor, [vendor], TimeProvider.System).RunAsync("test", Cancellation));
        Assert.True(File.Exists(_folder.File("ran")));
        Assert.False(IsOpen(library));
        Assert.Single((await vendor.ReadAsync(Cancellation)).Cards);
        Assert.True(IsOpen(library));
        await _rig.RunningAsync(start: 2);
        Assert.False(ScriptedMiner.Lives(id));
    }

    [Fact]
    public async Task While_it_runs_nothing_is_read()
    {
        string library = FakeNvml.Build(_folder, 0, "0000:0a:00.0 ok NVIDIA GeForce RTX 3080");
        using var vendor = new SharedVendor(new Nvidia(new(library, null, "/nowhere/nvidia-smi"), new(new(Sys: _folder.Path)), TimeProvider.System, TimeSpan.FromSeconds(60)), TimeProvider.System);
        Assert.Single((await vendor.ReadAsync(Cancellation)).Cards);
        string go = _folder.File("go"), began = _folder.File("began");
        _rig.Start();
        var reload = new DriverReload([_folder.Script("slow", $"touch {began}; while [ ! -e {go} ]; do sleep 0.05; done")], null, _rig.Supervisor, [vendor], TimeProvider.System).RunAsync("test", Cancellation);
        await Eventually.Async(() => File.Exists(began), "the command", () => $"{reload.Status}", Cancellation);
        Assert.Equal("its driver is being loaded anew", (await vendor.ReadAsync(Cancellation)).Problem);
        Assert.Equal("its driver is being loaded anew", (await vendor.ReadHeatAsync(TimeSpan.FromHours(1), Cancellation)).Problem);
        Assert.False(IsOpen(library));
        File.WriteAllText(go, "");
        Assert.Null(await reload);
        Assert.Single((await vendor.ReadAsync(Cancellation)).Cards);
    }

    [Theory]
    [InlineData("exit 3", "exit status 3")]
    [InlineData(null, "no command is set")]
    public async Task A_command_that_fails_says_so_and_the_miners_go_on(string? script, string said)
    {
        _rig.Start();
        _rig.Want(ScriptedMiner.Wanted());
        await _rig.RunningAsync();
        IReadOnlyList<string>? command = script is null ? null : [_folder.Script("reload", script)];
        Assert.Contains(said, await new DriverReload(command, null, _rig.Supervisor, [], TimeProvider.System).RunAsync("test", Cancellation));
        await _rig.UntilAsync(() => _rig.Miner.State == MinerStates.Running, "a running miner");
    }

    static bool IsOpen(string library) => Directory.GetFiles("/proc/self/fd").Any(f => new FileInfo(f).LinkTarget == Path.ChangeExtension(library, ".txt") + ".device");

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _folder.Dispose();
    }
}
