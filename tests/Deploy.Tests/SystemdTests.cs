using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The same line on a rig with a real systemd: the unit with its sandbox, units of miners, and the way back.</summary>
public sealed class SystemdTests(AgentBuilds builds)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "43")]
    public async Task The_agent_is_installed_runs_in_its_sandbox_and_goes_away_with_all_miners()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "booting a system needs root");
        var booting = BootedRig.StartAsync();
        await using var server = await RealServer.StartAsync(await builds.NativeAsync());
        await using var rig = await booting;
        Assert.SkipWhen(rig is null, "systemd does not come up in namespaces of this machine");
        var (status, output) = await rig.RunAsync($"{{ curl -fsSL {server.Url}/install.sh && echo {await server.CodeAsync()}; }} | bash -s -- {server.Url}");
        Assert.True(status == 0, output + (await rig.RunAsync("journalctl --no-pager -n 50 -u bloxos-agent")).Output);
        await Eventually.Async(async () => (await server.ReportingAsync()).Length == 1, TimeSpan.FromSeconds(60), "the rig's first sample", Cancellation);
        Assert.Equal("active enabled", (await rig.RunAsync("echo $(systemctl is-active bloxos-agent) $(systemctl is-enabled bloxos-agent)")).Output.Trim());
        (_, output) = await rig.RunAsync("cd /proc/$(systemctl show -P MainPID bloxos-agent) && stat -c %U . && grep -E '^NoNewPrivs' status && grep -E '^CapEff' status");
        Assert.Equal("bloxos-agent\nNoNewPrivs:\t1\nCapEff:\t0000000000000000\n", output);
        Assert.NotEqual(0, (await rig.RunAsync("test -e /var/lib/bloxos-agent/code")).Code);   // it has done its work

        (status, output) = await rig.RunAsync($"curl -fsSL {server.Url}/install.sh | bash -s -- {server.Url}");
        Assert.True(status == 0, output);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);

        (status, output) = await rig.RunAsync("""
            systemd-run --quiet --unit=bloxos-miner-gpu sleep 100000
            systemd-run --quiet --unit=bloxos-miner-cpu --uid=nobody sleep 100001
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups setsid -f sleep 100002
            bloxos-uninstall || exit 1
            pgrep -a sleep
            systemctl list-units --all --plain --no-legend 'bloxos*'
            grep bloxos /etc/passwd /etc/group
            ls /etc/systemd/system | grep bloxos
            """);
        Assert.EndsWith("The BloxOs agent is removed.\n", output.Replace("Removed \"/etc/systemd/system/multi-user.target.wants/bloxos-agent.service\".\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
