using System.Globalization;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary><c>deploy/agent-power</c> with a systemctl that only writes down what it was called with: how often it serves, and what it does with a rig that hangs on its way down.</summary>
public sealed class PowerHelperTests : IDisposable
{
    readonly TempDirectory _folder = new();
    readonly string _systemctl, _uptime;

    public PowerHelperTests()
    {
        Directory.CreateDirectory(State);
        _systemctl = _folder.File("systemctl");
        Systemctl("");
        _uptime = _folder.Write("uptime", "5.31 9.99\n");
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string State => _folder.File("state");

    string[] Calls => File.Exists(_folder.File("calls")) ? File.ReadAllLines(_folder.File("calls")) : [];

    public void Dispose() => _folder.Dispose();

    /// <summary>Makes the one that is called: it notes the call, and then does this.</summary>
    void Systemctl(string then)
    {
        File.WriteAllText(_systemctl, $"#!/bin/sh\necho \"$*\" >> '{_folder.File("calls")}'\n{then}\n");
        File.SetUnixFileMode(_systemctl, (UnixFileMode)0b111_101_101);
    }

    static Task<(int Code, string Output)> RunAsync(string script) => AgentBuilds.ToolAsync("bash", "-c", script.Replace("HELPER", Path.Combine(BuiltOutput.RepositoryRoot(), "deploy", "agent-power"), StringComparison.Ordinal));

    /// <summary>What it answers.</summary>
    async Task<string> AskAsync(string word, string? state = null) =>
        (await RunAsync($"echo {word} | HELPER --try-serve '{state ?? State}' '{_systemctl}' '{_uptime}' 2> /dev/null")).Output;

    const string TooOften = "refused: it was asked for 4 times within an hour, and nothing but root does it now\n";

    [Fact, Trait("check", "43")]
    public async Task Reboots_and_switching_off_are_served_four_times_an_hour_together()
    {
        foreach (string word in (string[])["reboot", "poweroff", "reboot", "reboot"]) { Assert.Equal("ok\n", await AskAsync(word)); }
        int calls = Calls.Length;
        Assert.Equal(TooOften, await AskAsync("reboot"));
        Assert.Equal(TooOften, await AskAsync("poweroff"));
        Assert.Equal(calls, Calls.Length);
        Assert.Equal(["--no-block start bloxos-agent-power-force@reboot.service", "--no-block reboot", "--no-block start bloxos-agent-power-force@poweroff.service", "--no-block poweroff"], Calls[..4]);
        // An hour later there is room again: what is old counts no more, and neither does what root's file should not hold.
        long now = DateTimeOffset.Parse((await RunAsync("date -u +%Y-%m-%dT%H:%M:%SZ")).Output.Trim(), CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        await File.WriteAllTextAsync(Path.Combine(State, "power"), $"{now - 3_700}\n{now - 4_000}\nnonsense\n{now - 60}\n{now - 70}\n", Cancellation);
        Assert.Equal("ok\n", await AskAsync("reboot"));
        Assert.Equal("ok\n", await AskAsync("reboot"));
        Assert.Equal(TooOften, await AskAsync("reboot"));
        Assert.Equal(4, (await File.ReadAllLinesAsync(Path.Combine(State, "power"), Cancellation)).Length);
    }

    /// <summary>A rig without a battery boots years ago: what it did before counts for an hour from then, not for years and not for nothing.</summary>
    [Fact]
    public async Task A_clock_that_was_put_back_frees_nothing_and_locks_nothing_for_ever()
    {
        string file = Path.Combine(State, "power");
        await File.WriteAllTextAsync(file, "4000000000\n4000000001\n4000000002\n4000000003\n", Cancellation);
        Assert.Equal(TooOften, await AskAsync("reboot"));
        Assert.All(await File.ReadAllLinesAsync(file, Cancellation), line => Assert.True(long.Parse(line, CultureInfo.InvariantCulture) < 4_000_000_000));
    }

    /// <summary>A broken disk is a good reason for a reboot; the time since the boot, which the agent cannot change, stands for what cannot be written.</summary>
    [Fact]
    public async Task What_cannot_be_written_down_is_served_once_in_a_quarter_of_an_hour_since_the_boot()
    {
        string nowhere = _folder.File("no-such-folder");
        Assert.Equal($"refused: {nowhere} cannot be written, where is kept how often it was asked for, and the rig booted less than 15 minutes ago\n", await AskAsync("reboot", nowhere));
        Assert.Empty(Calls);
        _folder.Write("uptime", "901.00 1.00\n");
        Assert.Equal("ok\n", await AskAsync("reboot", nowhere));
        Assert.Equal("--no-block reboot", Calls[^1]);
    }

    [Fact]
    public async Task A_reboot_that_is_refused_by_the_system_is_not_forced_later()
    {
        Systemctl("if [ \"$2\" = reboot ]; then echo 'Transaction is destructive.' >&2; exit 1; fi");
        Assert.Equal("failed: systemctl reboot: Transaction is destructive.\n", await AskAsync("reboot"));
        Assert.Equal(["--no-block start bloxos-agent-power-force@reboot.service", "--no-block reboot", "--no-block stop bloxos-agent-power-force@reboot.service"], Calls);
    }

    /// <summary>Each step may hang for ever, as it does where a driver holds the kernel: the next comes all the same.</summary>
    [Theory]
    [InlineData("reboot", "s\nb\n")]
    [InlineData("poweroff", "s\no\n")]
    public async Task A_rig_that_does_not_go_down_is_forced_ever_harder(string word, string keys)
    {
        Systemctl("exec sleep 100");
        string keyboard = _folder.Write("sysrq", "");
        var (code, output) = await RunAsync($"set -m; HELPER --try-force {word} '{_systemctl}' '{keyboard}' 0.5 < /dev/null > /dev/null 2>&1 & wait $!; status=$?; kill -- -$!; exit $status");
        Assert.True(code == 0, output);
        Assert.Equal([$"--force {word}", $"--force --force {word}"], Calls);
        Assert.Equal(keys, await File.ReadAllTextAsync(keyboard, Cancellation));
        (code, output) = await RunAsync($"HELPER --try-force halt '{_systemctl}' '{keyboard}' 0.1 2>&1");
        Assert.Equal((1, "refused: unknown word\nrefused: unknown word\n"), (code, output));
        Assert.Equal(2, Calls.Length);
    }
}
