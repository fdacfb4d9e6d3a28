using BloxOs.Grains.Commands;
using BloxOs.Grains.Rigs;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The same line on a rig with a real systemd: the unit with its sandbox, what the agent asks root for, units of miners, and the way back.</summary>
public sealed class SystemdTests(AgentBuilds builds)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("check", "43")]
    public async Task The_agent_is_installed_runs_in_its_sandbox_switches_off_and_reboots_the_rig_and_goes_away_with_all_miners()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "booting a system needs root");
        var booting = BootedRig.StartAsync();
        await using var server = await RealServer.StartAsync(await builds.NativeAsync());
        await using var rig = await booting;
        Assert.SkipWhen(rig is null, "systemd does not come up in namespaces of this machine");
        var (status, output) = await rig.RunAsync($"{{ curl -fsSL {server.Url}/install.sh && echo {await server.CodeAsync()}; }} | bash -s -- {server.Url}");
        Assert.True(status == 0, output + (await rig.RunAsync("journalctl --no-pager -n 50 -u bloxos-agent")).Output);
        await Eventually.CostlyAsync(async () => (await server.ReportingAsync()).Length == 1, Patience, "the rig's first sample", Cancellation);
        await ItRunsWithoutRightsAsync(rig);
        await ItReadsWhatOnlyRootMayOpenAsync(rig);
        (status, output) = await rig.RunAsync($"curl -fsSL {server.Url}/install.sh | bash -s -- {server.Url}");
        Assert.True(status == 0, output);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
        await RootDoesNothingElseAsync(rig);
        await RootReloadsDriversByItsOwnWordAsync(rig);
        await RootDoesNothingTooOftenAsync(rig);
        Assert.Equal("the rig was off and has booted again", await GoesDownAsync(rig, server, CommandKind.Shutdown, BootedRig.Ending.PowerOff));
        Assert.Equal("the rig has booted anew", await GoesDownAsync(rig, server, CommandKind.Reboot, BootedRig.Ending.Reboot));
        Assert.Equal("2\n", (await rig.RunAsync("cat /var/lib/bloxos-agent-power/power | wc -l")).Output);   // written before each, and not lost with it
        // Not in a container, which this is: its last means is the kernel of the machine around it.
        Assert.Equal("loaded inactive no\n", (await rig.RunAsync("u=bloxos-agent-power-force@reboot; systemctl start $u; echo $(for p in LoadState ActiveState ConditionResult; do systemctl show -P $p $u; done)")).Output);
        await ItGoesAwayAsync(rig);
    }

    static async Task ItRunsWithoutRightsAsync(BootedRig rig)
    {
        Assert.Equal("active enabled", (await rig.RunAsync("echo $(systemctl is-active bloxos-agent) $(systemctl is-enabled bloxos-agent)")).Output.Trim());
        Assert.Equal("active enabled", (await rig.RunAsync("echo $(systemctl is-active bloxos-agent-power.socket) $(systemctl is-enabled bloxos-agent-power.socket)")).Output.Trim());
        var (_, output) = await rig.RunAsync("cd /proc/$(systemctl show -P MainPID bloxos-agent) && stat -c %U . && grep -E '^(NoNewPrivs|Cap(Prm|Eff|Amb))' status");
        Assert.Equal("bloxos-agent\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\n", output);
        Assert.NotEqual(0, (await rig.RunAsync("test -e /var/lib/bloxos-agent/code")).Code);   // it has done its work
        (_, output) = await rig.RunAsync($"{AsAgent} env BLOXOS_STATE_DIRECTORY=/var/lib/bloxos-agent /opt/bloxos-agent/bloxos-agent doctor");
        Assert.Contains("the agent asks root for a reboot", output, StringComparison.Ordinal);
    }

    /// <summary>The kernel's log through its standard input, where this machine has one, and the energy counters of the processor, which are made up here.</summary>
    static async Task ItReadsWhatOnlyRootMayOpenAsync(BootedRig rig)
    {
        var (_, output) = await rig.RunAsync("""
            mount -t tmpfs tmpfs /sys/class
            mkdir -p /sys/class/powercap/intel-rapl:0
            echo 1 > /sys/class/powercap/intel-rapl:0/energy_uj
            chmod 400 /sys/class/powercap/intel-rapl:0/energy_uj
            systemctl restart bloxos-agent
            stat -c '%U:%G %a' /sys/class/powercap/intel-rapl:0/energy_uj
            umount -l /sys/class
            # systemd knows the process before it has its own input and is the agent.
            tries=0
            until [ "$(readlink /proc/$(systemctl show -P MainPID bloxos-agent)/exe)" = /opt/bloxos-agent/bloxos-agent ] || [ $tries = 600 ]; do tries=$((tries + 1)); sleep 0.1; done
            if { : < /dev/kmsg; } 2> /dev/null; then readlink /proc/$(systemctl show -P MainPID bloxos-agent)/fd/0; else echo /dev/kmsg; fi
            if { : < /dev/kmsg; } 2> /dev/null; then journalctl --no-pager -u bloxos-agent | grep "log can't be read"; fi
            """);
        Assert.Equal("root:bloxos-agent 440\n/dev/kmsg\n", output);
    }

    /// <summary>Whoever else asks is not heard, and what is not one of three words is not done.</summary>
    static async Task RootDoesNothingElseAsync(BootedRig rig)
    {
        Assert.Equal("bloxos-agent 600", (await rig.RunAsync("stat -c '%U %a' /run/bloxos-agent-power.sock")).Output.Trim());
        var (_, output) = await rig.RunAsync($"setpriv --reuid nobody --clear-groups {Ask("reboot\\n")}");
        Assert.Contains("Permission denied", output, StringComparison.Ordinal);
        (string Sent, string Said)[] tries =
        [
            ("halt\\n", "refused: unknown word; allowed: reboot, poweroff, reload-driver\n"),
            ("reboot now\\n", "refused: unknown word; allowed: reboot, poweroff, reload-driver\n"),
            ("\\$(reboot)\\n", "refused: unknown word; allowed: reboot, poweroff, reload-driver\n"),
            ("reboot", "refused: no whole line came\n"),
            ("", "refused: no whole line came\n"),
            (new string('r', 100_000) + "\\n", "refused: the line is longer than 32 characters\n"),
        ];
        foreach (var (sent, said) in tries)
        {
            (_, output) = await rig.RunAsync($"{AsAgent} {Ask(sent)}");
            Assert.Equal(said, output);
        }
    }

    /// <summary>Whoever acts as the agent's user cannot keep the rig booting, nor forget for root how often he asked.</summary>
    static async Task RootDoesNothingTooOftenAsync(BootedRig rig)
    {
        var (_, output) = await rig.RunAsync($$"""
            cd /var/lib/bloxos-agent-power
            stat -c '%U %a' .
            cat driver | wc -l
            for i in 1 2 3 4; do date +%s >> power; done
            {{AsAgent}} {{Ask("reboot\\n")}}
            {{AsAgent}} sh -c ': > power; rm -f power' 2> /dev/null
            {{AsAgent}} {{Ask("poweroff\\n")}}
            systemctl list-units --all --plain --no-legend 'bloxos-agent-power-force@*'
            rm power
            """);
        const string refused = "refused: it was asked for 4 times within an hour, and nothing but root does it now\n";
        Assert.Equal("root 700\n2\n" + refused + refused, output);
    }

    /// <summary>The command is that of root's own configuration, and nobody else can have changed what it runs.</summary>
    static async Task RootReloadsDriversByItsOwnWordAsync(BootedRig rig)
    {
        string ask = $"{AsAgent} {Ask("reload-driver\\n")}";
        var (_, output) = await rig.RunAsync($$"""
            {{ask}}
            cat > /usr/local/sbin/reload << 'END'
            #!/bin/sh
            echo "$1" $(id -u) >> /run/reloaded
            exit $2
            END
            chmod 755 /usr/local/sbin/reload
            echo "BLOXOS_DRIVER_RELOAD_COMMAND=reload 'two  words' 3" >> /etc/bloxos/agent.conf
            {{ask}}
            sed -i 's/words. 3$/words" 0/; s/.two  words/"two  words/' /etc/bloxos/agent.conf
            {{ask}}
            cat /run/reloaded
            chown bloxos-agent /usr/local/sbin/reload
            {{ask}}
            chown root /usr/local/sbin/reload; chmod 777 /usr/local/sbin
            {{ask}}
            chmod 755 /usr/local/sbin; sed -i /RELOAD/d /etc/bloxos/agent.conf
            """);
        string[] said = output.Split('\n');
        Assert.Equal("refused: BLOXOS_DRIVER_RELOAD_COMMAND is not set in /etc/bloxos/agent.conf, where root says what is run", said[0]);
        Assert.Equal("failed: /usr/local/sbin/reload: exit status 3; \"journalctl -u bloxos-agent-driver.service\" shows what it said", said[1]);
        Assert.Equal(["ok", "two  words 0", "two  words 0"], said[2..5]);
        Assert.StartsWith("refused: /usr/local/sbin/reload belongs to user number ", said[5], StringComparison.Ordinal);
        Assert.Equal("refused: others than root may write /usr/local/sbin: chmod go-w /usr/local/sbin", said[6]);
    }

    /// <summary>A person orders it on the server; the rig goes down, is started again, and the command's result is on the server.</summary>
    static async Task<string?> GoesDownAsync(BootedRig rig, RealServer server, CommandKind kind, BootedRig.Ending ending)
    {
        string rigId = await server.OnlyRigAsync();
        await Eventually.CostlyAsync(async () => (await server.ViewAsync(rigId)).Reading.Status is not (RigStatus.Offline or RigStatus.Stale), Patience, "the rig", Cancellation);
        var before = (await server.ViewAsync(rigId)).Description.Inventory;
        Assert.True(before.CanReboot);
        string command = await server.OrderAsync(rigId, kind);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        Assert.Equal(ending, await rig.GoesDownAsync(limit.Token));
        Assert.Equal(CommandPhase.Started, (await server.CommandAsync(rigId, command)).Phase);
        await rig.BootAgainAsync();
        await Eventually.CostlyAsync(async () => (await server.CommandAsync(rigId, command)).Phase is not CommandPhase.Started, Patience, "the end of the command", Cancellation);
        Assert.Equal(CommandPhase.Ok, (await server.CommandAsync(rigId, command)).Phase);
        Assert.NotEqual(before.BootId, (await server.ViewAsync(rigId)).Description.Inventory.BootId);
        return (await server.CommandAsync(rigId, command)).Output;
    }

    static async Task ItGoesAwayAsync(BootedRig rig)
    {
        var (_, output) = await rig.RunAsync("""
            systemd-run --quiet --unit=bloxos-miner-gpu sleep 100000
            systemd-run --quiet --unit=bloxos-miner-cpu --uid=nobody sleep 100001
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups setsid -f sleep 100002
            bloxos-uninstall 2> /run/said || { cat /run/said; exit 1; }
            pgrep -a sleep
            systemctl list-units --all --plain --no-legend 'bloxos*'
            grep bloxos /etc/passwd /etc/group
            find /etc/systemd/system /run /usr/local /var/lib -name '*bloxos*'
            """);
        Assert.Equal("The BloxOs agent is removed.\n", output);
    }

    const string AsAgent = "setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups";

    /// <summary>A program that sends this to the helper, ends its half, and prints what comes back.</summary>
    static string Ask(string text) =>
        $"perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Peer => \"/run/bloxos-agent-power.sock\") or die \"$!\n\"; $SIG{{PIPE}} = \"IGNORE\"; print $s \"{text}\"; $s->flush; $s->shutdown(1); print <$s>'";
}
