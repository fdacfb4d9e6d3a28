using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Tests.Support;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>The agent as root under a real systemd: each miner in a unit of its own, as another user.</summary>
public sealed class RealSystemdTests : IDisposable
{
    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>What is done inside, with what was seen as lines of "key value".</summary>
    string Job(ScriptedMiner miner) => $$"""
        cd {{_folder.Path}}
        export BLOXOS_CONFIG={{_folder.Write("agent.conf", "")}} BLOXOS_SERVER=http://127.0.0.1:9 BLOXOS_TOKEN_FILE={{_folder.File("token")}} BLOXOS_NVIDIA_SMI=true
        export BLOXOS_STATE_DIRECTORY={{_folder.File("state")}} BLOXOS_MINERS_DIRECTORY={{_folder.File("miners")}} BLOXOS_MINER_USER=nobody
        unit=bloxos-miner-gpu.service
        say() { echo "$*" >> seen; }
        until_so() { n=0; while ! eval "$1"; do n=$((n+1)); [ $n -gt 600 ] && { say "timeout $1"; touch done; exit 1; }; sleep 0.2; done; }
        pid() { systemctl show $unit --property=MainPID | cut -d= -f2; }
        agent() { "{{Environment.ProcessPath}}" {{Path.Combine(AppContext.BaseDirectory, "bloxos-agent.dll")}} > "$1" 2>&1 & agent=$!; }
        agent first.log
        until_so 'systemctl is-active --quiet $unit && [ -s {{Path.GetDirectoryName(miner.Program)}}/starts ]'
        before=$(pid); say user $(ps -o user= -p $before); say group $(grep -o 'bloxos-miner-gpu.service' /proc/$before/cgroup | head -1)
        say secrets $(systemctl show $unit --property=Description | grep -c secret-password)
        kill -KILL $agent; until_so '! kill -0 $agent 2>/dev/null'
        say alive $(systemctl is-active $unit)
        agent second.log
        until_so 'grep -q "runs already" second.log'
        say same $([ "$(pid)" = "$before" ] && echo yes)
        echo crash > {{Path.GetDirectoryName(miner.Program)}}/mode
        kill -TERM $before
        until_so 'grep -q "ended with exit code 0 after" second.log'
        # On a busy machine it is over before its start was seen.
        until_so 'grep -qE "ended with exit code 3 after|ended at once with exit code 3" second.log'
        kill -TERM $agent; wait $agent; say stopped $?
        touch done
        """;

    [Fact]
    public async Task A_miner_has_a_unit_and_a_user_of_its_own_outlives_the_agent_and_its_end_is_told()
    {
        Assert.SkipWhen(RealSystemd.Lacks() is not null, RealSystemd.Lacks() ?? "");
        if (OperatingSystem.IsWindows()) { return; }
        var miner = new ScriptedMiner(_folder.File("miners"));
        // The other user has to get to the program, and writes down its starts beside it: in a sticky folder, where he cannot replace the program. From another one it is not started.
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(Path.GetDirectoryName(miner.Program)!, (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit);
        File.SetUnixFileMode(miner.Program, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(_folder.Write("token", RunningAgent.Token), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var places = new MinerPlaces(_folder.File("state"));
        places.Create(others: true);
        var store = new StateStore<DesiredFile>(places.DesiredFile, ControlJson.Default.DesiredFile, _ => true, new AgentLog(TextWriter.Null, TimeProvider.System));
        Assert.True(store.Write(new() { Desired = new() { Revision = 1, Miners = [ScriptedMiner.Wanted()] } }));
        await using var systemd = new RealSystemd(_folder.Path, _folder.Write("job.sh", Job(miner)));
        await Eventually.Async(() => File.Exists(_folder.File("done")) || systemd.HasExited, TimeSpan.FromMinutes(3), "the job under systemd", Cancellation);
        string Text(string file) => File.Exists(_folder.File(file)) ? File.ReadAllText(_folder.File(file)) : "";
        string all = $"{systemd.Console}\n{Text("job.log")}\n{Text("first.log")}\n{Text("second.log")}";
        Assert.True(Text("seen") == "user nobody\ngroup bloxos-miner-gpu.service\nsecrets 0\nalive active\nsame yes\nstopped 0\n", $"{Text("seen")}\n{all}");
        Assert.Contains("args: ", Text("state/logs/gpu.log.1") + Text("state/logs/gpu.log"));
    }
}
