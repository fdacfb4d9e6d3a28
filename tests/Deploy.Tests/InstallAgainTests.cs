namespace BloxOs.Deploy.Tests;

/// <summary>The installer where something is there already, or not as it should be.</summary>
public sealed class InstallAgainTests(AgentBuilds builds, SharedServer shared) : InstalledRig(builds, shared)
{
    [Fact]
    public async Task Another_server_or_pin_is_a_change()
    {
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        string pinned = $"{{ curl -fsSL {Server.Url}/install.sh && echo; }} | bash -s -- {Server.Url} --pin AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        // The files are fetched over plain http here, where curl asks for no pin.
        (status, output) = await Rig.RunAsync(pinned);
        Assert.True(status == 0, output);
        Assert.Contains("is installed", output, StringComparison.Ordinal);
        (_, output) = await Rig.RunAsync(pinned);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
    }

    /// <summary>An agent that runs as root trusts only what is root's.</summary>
    [Fact, Trait("check", "43")]
    public async Task Folders_that_a_person_gave_to_root_stay_roots()
    {
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        (status, output) = await Rig.RunAsync($$"""
            chown -R root:root /opt/bloxos-agent {{State}}
            curl -fsSL {{Server.Url}}/install.sh | bash -s -- {{Server.Url}} || exit 1
            rm {{Home}}
            curl -fsSL {{Server.Url}}/install.sh | bash -s -- {{Server.Url}} || exit 1
            stat -c '%n %U %a' /opt/bloxos-agent {{State}} {{Home}} {{State}}/token
            """);
        Assert.True(status == 0, output);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
        Assert.EndsWith($"/opt/bloxos-agent root 755\n{State} root 700\n{Home} root 755\n{State}/token root 600\n", output, StringComparison.Ordinal);
    }

    /// <summary>A rig of before has no way to ask root; one whose owner wants none keeps it so.</summary>
    [Fact, Trait("check", "43")]
    public async Task A_further_run_brings_the_way_to_root_unless_it_was_left_out()
    {
        const string units = "/etc/systemd/system", helper = "/usr/local/lib/bloxos/agent-power", asked = "/var/lib/bloxos-agent-power";
        string[] all = [helper, $"{units}/bloxos-agent-power.socket", $"{units}/bloxos-agent-power@.service", $"{units}/bloxos-agent-driver.service", $"{units}/bloxos-agent-power-force@.service"];
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        (_, output) = await Rig.RunAsync($"stat -c '%U:%G %a %F' {string.Join(' ', all)}; rm {string.Join(' ', all)}");
        Assert.Equal("root:root 755 regular file\n" + string.Concat(Enumerable.Repeat("root:root 644 regular file\n", 4)), output);
        Assert.True(Directory.Exists(Rig.At(asked)));
        string again = $"curl -fsSL {Server.Url}/install.sh | bash -s -- {Server.Url}";
        (_, output) = await Rig.RunAsync(again);
        Assert.Contains("is installed", output, StringComparison.Ordinal);
        Assert.All(all, file => Assert.True(File.Exists(Rig.At(file)), file));

        (_, output) = await Rig.RunAsync(again + " --no-power");
        Assert.Contains("is installed", output, StringComparison.Ordinal);
        foreach (string call in (string[])[again, again + " --no-power"])
        {
            (_, output) = await Rig.RunAsync(call);
            Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
            Assert.Equal([false, false, false, false], new[] { all[0], all[2], all[3], all[4] }.Select(file => File.Exists(Rig.At(file))));
            Assert.False(Directory.Exists(Rig.At(asked)));
            Assert.Equal("/dev/null", new FileInfo(Rig.At(all[1])).LinkTarget);
        }
        File.Delete(Rig.At(all[1]));   // systemctl unmask
        (status, output) = await Rig.RunAsync(again);
        Assert.True(status == 0, output);
        Assert.All(all, file => Assert.True(File.Exists(Rig.At(file)), file));
    }

    [Fact]
    public async Task A_wrong_call_says_what_is_wrong_and_does_nothing()
    {
        (string Call, string Said)[] calls =
        [
            ("bash -s -- --server", "address is missing or wrong"),
            ("bash -s -- 'https://a.example/$(id)'", "address is missing or wrong"),
            ("bash -s -- https://a.example bxe_code", "unknown argument"),
            ("bash -s -- https://a.example --pin short", "--pin is not"),
            ("setpriv --reuid nobody bash -s -- https://a.example", "run this as root"),
        ];
        foreach (var (call, said) in calls)
        {
            var (status, output) = await Rig.RunAsync($"curl -fsSL {Server.Url}/install.sh | {call}");
            Assert.NotEqual(0, status);
            Assert.Contains(said, output, StringComparison.Ordinal);
            Assert.DoesNotContain("bxe_code", output, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(Rig.At("/opt/bloxos-agent")));
    }

    [Fact]
    public async Task The_uninstall_stops_what_the_agent_started_also_what_does_not_want_to()
    {
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        (status, output) = await Rig.RunAsync("""
            uid=$(id -u bloxos-agent)
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups setsid sleep 100000 &
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
            BLOXOS_MINER_OWNER=/var/lib/bloxos-agent setsid sleep 100002 &
            BLOXOS_MINER_OWNER=/var/lib/another-agent setsid sleep 100001 &
            other=$!
            sleep 1
            bloxos-uninstall || exit 1
            for process in /proc/[0-9]*; do
              if [ "$(stat -c %u "$process" 2> /dev/null)" = "$uid" ] && [ -s "$process/cmdline" ]; then echo "$process is left"; fi
            done
            grep -qzxF BLOXOS_MINER_OWNER=/var/lib/bloxos-agent /proc/[0-9]*/environ 2> /dev/null && echo "a miner of root is left"
            kill -0 "$other" && echo "what others run goes on"
            """);
        Assert.True(status == 0, output);
        // The shell may say of its own background processes that they were killed.
        Assert.Equal(["The BloxOs agent is removed.", "what others run goes on"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line is not ("Killed" or "Terminated")));
        Assert.DoesNotContain("bloxos", await File.ReadAllTextAsync(Rig.At("/etc/passwd"), Cancellation), StringComparison.Ordinal);
    }
}
