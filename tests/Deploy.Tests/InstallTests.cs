using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The line of the pages "Add rig" and "Joining", run in a bare Debian against a real server.</summary>
public sealed class InstallTests(AgentBuilds builds, SharedServer shared) : InstalledRig(builds, shared)
{
    [Fact, Trait("check", "43")]
    public async Task A_rig_is_installed_joins_stays_as_it_is_at_a_second_run_and_is_clean_after_the_uninstall()
    {
        string[] bare = await Rig.ListAsync();
        string code = await Server.CodeAsync();
        var (status, output) = await InstallAsync(code);
        Assert.True(status == 0, output);
        Assert.Contains("no systemd here", output, StringComparison.Ordinal);
        Assert.DoesNotContain(code, output, StringComparison.Ordinal);
        Assert.Equal(code, await File.ReadAllTextAsync(Rig.At(State + "/code"), Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Rig.At(State + "/code")));
        Assert.DoesNotContain("bxe_", await File.ReadAllTextAsync(Rig.At("/etc/bloxos/agent.conf"), Cancellation), StringComparison.Ordinal);

        // What the installer says to start, as the agent's own user and with nothing but that.
        await using (var agent = await Rig.StartAsync($"exec setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups env -i BLOXOS_STATE_DIRECTORY={State} {Home}"))
        {
            await Eventually.CostlyAsync(async () => (await Server.ReportingAsync()).Contains(Environment.MachineName), TimeSpan.FromSeconds(60), "the rig's first sample", Cancellation);
            agent.Terminate();
            await agent.WaitForExitAsync(Cancellation);
        }
        string token = await File.ReadAllTextAsync(Rig.At(State + "/token"), Cancellation);
        Assert.StartsWith("bxr_", token, StringComparison.Ordinal);

        string[] installed = await Rig.ListAsync();
        (status, output) = await InstallAsync(await Server.CodeAsync());
        Assert.True(status == 0, output);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
        Assert.Equal(installed, await Rig.ListAsync());
        Assert.Equal(token, await File.ReadAllTextAsync(Rig.At(State + "/token"), Cancellation));

        (status, output) = await Rig.RunAsync("bloxos-uninstall");
        Assert.True(status == 0, output);
        Assert.False(Directory.Exists(Rig.At(State)));
        // The account tools keep a copy of each file before its last change, and may write a line differently.
        string[] left = [.. Names(await Rig.ListAsync()).Except(Names(bare))];
        Assert.DoesNotContain(left, name => !name.StartsWith("./etc/", StringComparison.Ordinal) || !name.EndsWith('-'));
        Assert.Empty(Names(bare).Except(Names(await Rig.ListAsync())));
        Assert.DoesNotContain("bloxos", await File.ReadAllTextAsync(Rig.At("/etc/passwd"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_an_earlier_installation_is_kept_and_what_a_person_added_to_the_settings_too()
    {
        var rig = await Server.AddRigAsync("oak-2");
        Directory.CreateDirectory(Rig.At("/etc/bloxos"));
        await File.WriteAllTextAsync(Rig.At("/etc/bloxos/token"), rig.Token, Cancellation);
        await File.WriteAllTextAsync(Rig.At("/etc/bloxos/agent.conf"), "BLOXOS_SERVER=https://old.example\nBLOXOS_NVIDIA_SMI=cat /tmp/x\n", Cancellation);
        var (status, output) = await InstallAsync("bxr_another");
        Assert.True(status == 0, output);
        Assert.Equal(rig.Token, await File.ReadAllTextAsync(Rig.At("/etc/bloxos/token"), Cancellation));
        string[] settings = await File.ReadAllLinesAsync(Rig.At("/etc/bloxos/agent.conf"), Cancellation);
        Assert.Equal([$"BLOXOS_SERVER={Server.Url}", "BLOXOS_TOKEN_FILE=/etc/bloxos/token", $"BLOXOS_ENROLLMENT_CODE_FILE={State}/code", "BLOXOS_NVIDIA_SMI=cat /tmp/x"], settings);
        await using var agent = await Rig.StartAsync($"exec setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups env -i BLOXOS_STATE_DIRECTORY={State} {Home}");
        await Eventually.CostlyAsync(async () => (await Server.ReportingAsync()).Contains("oak-2"), TimeSpan.FromSeconds(60), "the rig's first sample", Cancellation);
    }

    [Fact]
    public async Task Without_a_code_it_says_what_is_missing()
    {
        var (status, output) = await InstallAsync("");
        Assert.NotEqual(0, status);
        Assert.Contains("an enrollment code or a token is needed", output, StringComparison.Ordinal);
        (status, output) = await InstallAsync("hello");
        Assert.NotEqual(0, status);
        Assert.Contains("neither an enrollment code nor the token", output, StringComparison.Ordinal);
    }

    static IEnumerable<string> Names(string[] files) => files.Select(f => f.Split(' ')[0]).Where(f => f != "./etc/bloxos");
}
