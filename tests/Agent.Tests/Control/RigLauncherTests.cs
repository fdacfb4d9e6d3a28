using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>With what miners are started on rigs with an old, a new and an odd systemd. The tools are scripts; the miner is a process.</summary>
public sealed class RigLauncherTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly StringWriter _log = new();
    readonly ProcessTable _table = new(new());

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    LaunchPlan? _plan;

    /// <summary>Written once: a shell that is still reading it must not see it change.</summary>
    LaunchPlan Plan => _plan ??= new(_folder.Script("t-rex", $"echo x >> {_folder.File("ran")}; exec sleep 60"), new([], [], null), _folder.Path, _folder.File("gpu.log")) { Digest = "d", Marks = [] };

    RigLauncher Launcher(string version, string? refusal = null)
    {
        string systemctl = _folder.Script("systemctl", $"""
            echo "$*" >> {_folder.File("ctl")}
            case "$1" in
              --version) {version} ;;
              show) [ -e {_folder.File("run")} ] && echo MainPID={Environment.ProcessId} || echo LoadState=not-found ;;
            esac
            """);
        string systemdRun = _folder.Script("systemd-run", $"echo \"$*\" >> {_folder.File("run")}");
        var log = new AgentLog(TextWriter.Synchronized(_log), TimeProvider.System);
        return new(new(_table, null, TimeProvider.System, systemdRun, systemctl), new(_table, refusal), log, TimeProvider.System, systemctl);
    }

    [Theory]
    [InlineData("echo 'systemd 239 (239-78.el8)'")]
    [InlineData("echo 'systemd 219'")]
    public async Task An_old_systemd_is_left_alone_and_the_agent_starts_the_miner_itself(string version)
    {
        var launcher = Launcher(version);
        var process = await launcher.StartAsync("gpu", Plan, Cancellation);
        try
        {
            Assert.Null(process.Unit);
            Assert.True(process.Runs(_table));
            Assert.False(File.Exists(_folder.File("run")));
            Assert.Contains("is too old to run miners in units of their own (240 is needed)", _log.ToString());
            var second = await launcher.StartAsync("cpu", Plan, Cancellation);
            await EndAsync(launcher, second);
            Assert.Single(await File.ReadAllLinesAsync(_folder.File("ctl"), Cancellation));   // asked once
        }
        finally { await EndAsync(launcher, process); }
    }

    [Theory]
    [InlineData("echo 'systemd 240'")]
    [InlineData("echo 'systemd 252 (252.38-1~deb12u1)'")]
    [InlineData("exit 1")]
    public async Task A_new_one_or_one_that_does_not_tell_gets_units(string version)
    {
        var process = await Launcher(version).StartAsync("gpu", Plan, Cancellation);
        Assert.Equal("bloxos-miner-gpu.service", process.Unit);
        Assert.False(File.Exists(_folder.File("ran")));
    }

    [Fact]
    public async Task With_an_old_one_another_user_is_a_failed_start_that_says_why()
    {
        var failed = await Assert.ThrowsAsync<LaunchException>(() => Launcher("echo systemd 239", refusal: "needs systemd 240").StartAsync("gpu", Plan, Cancellation));
        Assert.Equal("needs systemd 240", failed.Message);
    }

    /// <summary>Reaped too: it is a child of this process.</summary>
    async Task EndAsync(RigLauncher launcher, MinerProcess process)
    {
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", $"{process.Id}"])) { await kill.WaitForExitAsync(CancellationToken.None); }
        await Eventually.Async(() => !process.Runs(_table), what: "the end", cancellation: CancellationToken.None);
        Assert.Equal(128 + 9, await launcher.ExitCodeAsync(process, Cancellation));
    }

    public void Dispose() => _folder.Dispose();
}
