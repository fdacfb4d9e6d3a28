using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The line of the pages "Add rig" and "Joining", run in a bare Debian against a real server.</summary>
public sealed class InstallTests(AgentBuilds builds) : IAsyncLifetime
{
    const string Home = "/opt/bloxos-agent/bloxos-agent", State = "/var/lib/bloxos-agent";

    readonly TempDirectory _folder = new();
    Chroot _rig = null!;
    RealServer _server = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    string Files => _folder.File("files");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a chroot needs root");
        // A copy, because some tests change it; links would not be served.
        Directory.CreateDirectory(Files);
        foreach (string file in Directory.GetFiles(builds.Files)) { File.Copy(file, Path.Combine(Files, Path.GetFileName(file))); }
        _server = await RealServer.StartAsync(Files);
        _rig = await Chroot.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        _rig?.Dispose();
        _folder.Dispose();
    }

    /// <summary>As the page shows it, without sudo: the rig's only user is root.</summary>
    Task<(int Code, string Output)> InstallAsync(string secret) =>
        _rig.RunAsync($"{{ curl -fsSL {_server.Url}/install.sh && echo {secret}; }} | bash -s -- {_server.Url}");

    [Fact, Trait("check", "43")]
    public async Task A_rig_is_installed_joins_stays_as_it_is_at_a_second_run_and_is_clean_after_the_uninstall()
    {
        string[] bare = await _rig.ListAsync();
        string code = await _server.CodeAsync();
        var (status, output) = await InstallAsync(code);
        Assert.True(status == 0, output);
        Assert.Contains("no systemd here", output, StringComparison.Ordinal);
        Assert.DoesNotContain(code, output, StringComparison.Ordinal);
        Assert.Equal(code, await File.ReadAllTextAsync(_rig.At(State + "/code"), Cancellation));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_rig.At(State + "/code")));
        Assert.DoesNotContain("bxe_", await File.ReadAllTextAsync(_rig.At("/etc/bloxos/agent.conf"), Cancellation), StringComparison.Ordinal);

        // What the installer says to start, as the agent's own user and with nothing but that.
        await using (var agent = await _rig.StartAsync($"exec setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups env -i BLOXOS_STATE_DIRECTORY={State} {Home}"))
        {
            await Eventually.Async(async () => (await _server.ReportingAsync()).Length == 1, TimeSpan.FromSeconds(60), "the rig's first sample", Cancellation);
            agent.Terminate();
            await agent.WaitForExitAsync(Cancellation);
        }
        string token = await File.ReadAllTextAsync(_rig.At(State + "/token"), Cancellation);
        Assert.StartsWith("bxr_", token, StringComparison.Ordinal);

        string[] installed = await _rig.ListAsync();
        (status, output) = await InstallAsync(await _server.CodeAsync());
        Assert.True(status == 0, output);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
        Assert.Equal(installed, await _rig.ListAsync());
        Assert.Equal(token, await File.ReadAllTextAsync(_rig.At(State + "/token"), Cancellation));

        (status, output) = await _rig.RunAsync("bloxos-uninstall");
        Assert.True(status == 0, output);
        Assert.False(Directory.Exists(_rig.At(State)));
        // The account tools keep a copy of each file before its last change, and may write a line differently.
        string[] left = [.. Names(await _rig.ListAsync()).Except(Names(bare))];
        Assert.DoesNotContain(left, name => !name.StartsWith("./etc/", StringComparison.Ordinal) || !name.EndsWith('-'));
        Assert.Empty(Names(bare).Except(Names(await _rig.ListAsync())));
        Assert.DoesNotContain("bloxos", await File.ReadAllTextAsync(_rig.At("/etc/passwd"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_an_earlier_installation_is_kept_and_what_a_person_added_to_the_settings_too()
    {
        var rig = await _server.AddRigAsync("oak-2");
        Directory.CreateDirectory(_rig.At("/etc/bloxos"));
        await File.WriteAllTextAsync(_rig.At("/etc/bloxos/token"), rig.Token, Cancellation);
        await File.WriteAllTextAsync(_rig.At("/etc/bloxos/agent.conf"), "BLOXOS_SERVER=https://old.example\nBLOXOS_NVIDIA_SMI=cat /tmp/x\n", Cancellation);
        var (status, output) = await InstallAsync("bxr_another");
        Assert.True(status == 0, output);
        Assert.Equal(rig.Token, await File.ReadAllTextAsync(_rig.At("/etc/bloxos/token"), Cancellation));
        string[] settings = await File.ReadAllLinesAsync(_rig.At("/etc/bloxos/agent.conf"), Cancellation);
        Assert.Equal([$"BLOXOS_SERVER={_server.Url}", "BLOXOS_TOKEN_FILE=/etc/bloxos/token", $"BLOXOS_ENROLLMENT_CODE_FILE={State}/code", "BLOXOS_NVIDIA_SMI=cat /tmp/x"], settings);
        await using var agent = await _rig.StartAsync($"exec setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups env -i BLOXOS_STATE_DIRECTORY={State} {Home}");
        await Eventually.Async(async () => (await _server.ReportingAsync()) is ["oak-2"], TimeSpan.FromSeconds(60), "the rig's first sample", Cancellation);
    }

    [Fact, Trait("check", "43")]
    public async Task A_program_that_is_not_what_the_checksums_say_is_not_installed()
    {
        await File.AppendAllTextAsync(Path.Combine(Files, "bloxos-agent-linux-x64"), "more", Cancellation);
        var (status, output) = await InstallAsync("bxr_token");
        Assert.NotEqual(0, status);
        Assert.Contains("is not what SHA256SUMS says", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_rig.At(Home)));
        Assert.False(File.Exists(_rig.At("/etc/bloxos/agent.conf")));
    }

    /// <summary>The folders belong to the agent's user: one who has taken the agent over must not get from there to root, whenever he puts his links.</summary>
    [Fact, Trait("check", "43")]
    public async Task Root_follows_no_link_that_the_agents_user_puts_into_his_folders()
    {
        var (status, output) = await InstallAsync("bxr_first");
        Assert.True(status == 0, output);
        (status, output) = await _rig.RunAsync($$"""
            echo secret > /root/victim; chmod 600 /root/victim
            cat > /tmp/attack << 'END'
            cd /
            while :; do
              for folder in /opt/bloxos-agent /var/lib/bloxos-agent; do
                for name in bloxos-agent token code; do ln -sfn /root/victim "$folder/$name"; done
                for file in "$folder"/*.??????; do ln -sfn /root/victim "$file"; done
              done
            done 2> /dev/null
            END
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups sh /tmp/attack &
            for turn in 1 2 3 4 5; do
              { curl -fsSL {{_server.Url}}/install.sh && echo bxr_again; } | bash -s -- {{_server.Url}} > /dev/null 2>&1 || true
            done
            kill $!
            stat -c '%U:%G %a' /root/victim; cat /root/victim
            """);
        Assert.Equal("root:root 600\nsecret\n", output);
        // When he is gone everything is put right again.
        (status, output) = await _rig.RunAsync($"rm -f /opt/bloxos-agent/* {State}/*; {{ curl -fsSL {_server.Url}/install.sh && echo bxr_again; }} | bash -s -- {_server.Url}");
        Assert.True(status == 0, output);
        Assert.Equal("bxr_again", await File.ReadAllTextAsync(_rig.At(State + "/token"), Cancellation));
    }

    [Fact]
    public async Task The_uninstall_stops_what_the_agent_started_also_what_does_not_want_to()
    {
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        (status, output) = await _rig.RunAsync("""
            uid=$(id -u bloxos-agent)
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups setsid sleep 100000 &
            setpriv --reuid bloxos-agent --regid bloxos-agent --init-groups setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
            setsid sleep 100001 &
            other=$!
            sleep 1
            bloxos-uninstall || exit 1
            for process in /proc/[0-9]*; do
              if [ "$(stat -c %u "$process" 2> /dev/null)" = "$uid" ] && [ -s "$process/cmdline" ]; then echo "$process is left"; fi
            done
            kill -0 "$other" && echo "what others run goes on"
            """);
        Assert.True(status == 0, output);
        // The shell may say of its own background processes that they were killed.
        Assert.Equal(["The BloxOs agent is removed.", "what others run goes on"],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line is not ("Killed" or "Terminated")));
        Assert.DoesNotContain("bloxos", await File.ReadAllTextAsync(_rig.At("/etc/passwd"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_server_or_pin_is_a_change()
    {
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        string pinned = $"{{ curl -fsSL {_server.Url}/install.sh && echo; }} | bash -s -- {_server.Url} --pin AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        // The files are fetched over plain http here, where curl asks for no pin.
        (status, output) = await _rig.RunAsync(pinned);
        Assert.True(status == 0, output);
        Assert.Contains("is installed", output, StringComparison.Ordinal);
        (_, output) = await _rig.RunAsync(pinned);
        Assert.Contains("nothing was changed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rig_with_an_older_C_library_gets_the_build_that_needs_none_of_it()
    {
        // Not the real one, which takes long to build: which file is taken is the question.
        string compat = Path.Combine(Files, "bloxos-agent-linux-x64-compat");
        await File.WriteAllTextAsync(compat, "#!/bin/sh\necho compat\n", Cancellation);
        await AgentBuilds.ToolAsync("sh", "-c", $"cd '{Files}' && sha256sum bloxos-agent-linux-x64-compat >> SHA256SUMS");
        string ldd = _rig.At("/usr/local/bin/ldd");
        await File.WriteAllTextAsync(ldd, "#!/bin/sh\necho 'ldd (Ubuntu GLIBC 2.31-0ubuntu9.16) 2.31'\n", Cancellation);
        File.SetUnixFileMode(ldd, (UnixFileMode)0b111_101_101);
        var (status, output) = await InstallAsync("bxr_token");
        Assert.True(status == 0, output);
        Assert.Equal(await File.ReadAllTextAsync(compat, Cancellation), await File.ReadAllTextAsync(_rig.At(Home), Cancellation));
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
            var (status, output) = await _rig.RunAsync($"curl -fsSL {_server.Url}/install.sh | {call}");
            Assert.NotEqual(0, status);
            Assert.Contains(said, output, StringComparison.Ordinal);
            Assert.DoesNotContain("bxe_code", output, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(_rig.At("/opt/bloxos-agent")));
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
