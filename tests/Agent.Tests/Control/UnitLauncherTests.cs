using BloxOs.Agent.Control;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>How systemd is asked for a transient unit. The tools are scripts that write down what they are called with; systemd itself is not part of this.</summary>
public sealed class UnitLauncherTests : IDisposable
{
    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    LaunchPlan Plan => new(
        "/opt/bloxos/miners/t-rex/t-rex",
        new(["-p", "pa$$word$HOME", "-x"], [new("GPU_X", "1")], null),
        "/var/lib/bloxos-agent/miners/gpu",
        "/var/lib/bloxos-agent/logs/gpu.log") { Digest = "d", Marks = [new(MinerPlaces.NameVariable, "gpu")] };

    UnitLauncher Launcher(string show, int exitCode = 0) => new(
        new(new()),
        new("miner", 1234, 1234),
        TimeProvider.System,
        _folder.Script("systemd-run", $"for a; do printf '%s\\n' \"$a\"; done > {_folder.File("run")}; echo 'Failed to start: no' >&2; exit {exitCode}"),
        _folder.Script("systemctl", $"echo \"$*\" >> {_folder.File("ctl")}; [ \"$1\" = show ] && printf '{show}'"));

    [Fact]
    public async Task A_miner_gets_a_unit_of_its_own_as_another_user_and_no_variable_is_expanded()
    {
        int id = Environment.ProcessId;
        var process = await Launcher($"LoadState=not-found\\nMainPID={id}\\n").StartAsync("gpu", Plan, Cancellation);
        Assert.Equal((id, "bloxos-miner-gpu.service", "d"), (process.Id, process.Unit, process.Launch));
        Assert.True(process.Runs(new(new())));
        string[] words = await File.ReadAllLinesAsync(_folder.File("run"), Cancellation);
        Assert.Contains("--unit=bloxos-miner-gpu.service", words);
        Assert.Contains("--uid=miner", words);
        Assert.Contains("--setenv=GPU_X=1", words);
        Assert.Contains("--property=StandardOutput=append:/var/lib/bloxos-agent/logs/gpu.log", words);
        Assert.Equal(["--", "/opt/bloxos/miners/t-rex/t-rex", "-p", "pa$$$$word$$HOME", "-x"], words[^5..]);
        Assert.DoesNotContain("stop", await File.ReadAllTextAsync(_folder.File("ctl"), Cancellation));
    }

    [Fact]
    public async Task A_unit_that_cannot_be_made_or_ends_at_once_is_a_failed_start()
    {
        var refused = await Assert.ThrowsAsync<LaunchException>(() => Launcher("MainPID=0\\n", exitCode: 1).StartAsync("gpu", Plan, Cancellation));
        Assert.Contains("Failed to start: no", refused.Message);
        var ended = await Assert.ThrowsAsync<LaunchException>(() => Launcher("MainPID=0\\n").StartAsync("gpu", Plan, Cancellation));
        Assert.EndsWith("ended at once", ended.Message);
        var crashed = await Assert.ThrowsAsync<LaunchException>(() => Launcher("MainPID=0\\nExecMainCode=1\\nExecMainStatus=3\\n").StartAsync("gpu", Plan, Cancellation));
        Assert.EndsWith("ended at once with exit code 3", crashed.Message);
    }

    /// <summary>A systemd-run that does not end, though the unit comes up; the unit is a real process that only "systemctl stop" ends.</summary>
    UnitLauncher Slow()
    {
        string unit = _folder.File("unit");
        return new(new(new()), null, TimeProvider.System,
            _folder.Script("slow-run", $"setsid env {MinerPlaces.OwnerVariable}=state sleep 600 </dev/null >/dev/null 2>&1 & echo $! > {unit}; echo up >> {_folder.File("ups")}; sleep 600"),
            _folder.Script("slow-ctl", $"""
                echo "$*" >> {_folder.File("ctl")}
                case "$1" in
                  show) if [ -e {unit} ]; then echo LoadState=loaded; echo MainPID=$(cat {unit}); else echo LoadState=not-found; echo MainPID=0; fi ;;
                  stop) kill $(cat {unit}); rm {unit} ;;
                esac
                """),
            TimeSpan.FromSeconds(8));   // for a script to come so far on a busy machine
    }

    [Fact]
    public async Task A_unit_that_comes_up_though_the_start_was_given_up_does_not_mine_unseen()
    {
        var refused = await Assert.ThrowsAsync<LaunchException>(() => Slow().StartAsync("gpu", Plan, Cancellation));
        Assert.Contains("TimedOut", refused.Message);
        Assert.Single(await File.ReadAllLinesAsync(_folder.File("ups"), Cancellation));
        Assert.False(File.Exists(_folder.File("unit")), "nobody stopped it");
    }

    [Fact]
    public async Task A_unit_that_an_earlier_start_left_is_ended_before_the_next_one()
    {
        using var left = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sleep", ["600"]) { Environment = { [MinerPlaces.OwnerVariable] = "state" } })!;
        await Eventually.Async(() => new BloxOs.Agent.Machine.ProcessTable(new()).Has(left.Id, $"{MinerPlaces.OwnerVariable}=state"), what: "the left one", cancellation: Cancellation);
        _folder.Write("unit", $"{left.Id}");
        await Assert.ThrowsAsync<LaunchException>(() => Slow().StartAsync("gpu", Plan with { Marks = [new(MinerPlaces.OwnerVariable, "state")] }, Cancellation));
        await left.WaitForExitAsync(Cancellation);
        Assert.Equal(["show", "stop", "reset-failed"], (await File.ReadAllLinesAsync(_folder.File("ctl"), Cancellation)).Take(3).Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public async Task A_unit_of_another_agent_is_left_alone()
    {
        _folder.Write("unit", $"{Environment.ProcessId}");
        var refused = await Assert.ThrowsAsync<LaunchException>(() => Slow().StartAsync("gpu", Plan with { Marks = [new(MinerPlaces.OwnerVariable, "state")] }, Cancellation));
        Assert.Contains("not of this agent", refused.Message);
        Assert.DoesNotContain("stop", await File.ReadAllTextAsync(_folder.File("ctl"), Cancellation));
        Assert.False(File.Exists(_folder.File("ups")));
    }

    [Theory]
    [InlineData("LoadState=loaded\\nExecMainCode=1\\nExecMainStatus=3\\n", 3)]
    [InlineData("LoadState=loaded\\nExecMainCode=2\\nExecMainStatus=11\\n", 139)]
    [InlineData("LoadState=not-found\\nExecMainCode=0\\nExecMainStatus=0\\n", 0)]
    [InlineData("", null)]
    public async Task Systemd_tells_how_it_ended(string show, int? code) =>
        Assert.Equal(code, await Launcher(show).ExitCodeAsync(new(1, 1, null, "", "bloxos-miner-gpu.service"), Cancellation));

    public void Dispose() => _folder.Dispose();
}
