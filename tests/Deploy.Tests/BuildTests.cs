using System.Buffers.Binary;
using System.Security.Cryptography;
using BloxOs.Agent.Updates;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The agent's builds. That they have no trim or AOT warning is what the script itself ends for.</summary>
public sealed class BuildTests(AgentBuilds builds)
{
    /// <summary>Bytes of a native build: the goal of docs/performance.md.</summary>
    const long LargestProgram = 9_000_000;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_build_for_x64_runs_and_is_small()
    {
        string program = await builds.ProgramAsync();
        Assert.Equal((0, AgentBuilds.Version + "\n"), await AgentBuilds.ToolAsync(program, "--version"));
        long size = new FileInfo(program).Length;
        TestContext.Current.SendDiagnosticMessage($"bloxos-agent-linux-x64: {size} bytes");
        Assert.True(size <= LargestProgram, $"{size} bytes");
    }

    [Fact]
    public async Task The_build_for_arm64_is_one()
    {
        string program = Path.Combine(await builds.OthersAsync(), "bloxos-agent-linux-arm64");
        byte[] head = (await File.ReadAllBytesAsync(program, Cancellation))[..20];
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], head[..6]);
        Assert.Equal(183, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18)));   // EM_AARCH64
        long size = new FileInfo(program).Length;
        Assert.True(size <= LargestProgram, $"{size} bytes");
    }

    [Fact, Trait("check", "43")]
    public async Task The_manifest_is_signed_with_the_key_and_describes_the_files()
    {
        string files = await builds.OthersAsync();
        byte[] json = await File.ReadAllBytesAsync(Path.Combine(files, UpdateManifest.FileName), Cancellation);
        byte[] signature = await File.ReadAllBytesAsync(Path.Combine(files, UpdateManifest.SignatureName), Cancellation);
        var manifest = UpdateManifest.Read(json, signature, Convert.FromBase64String(builds.PublicKey))!;
        Assert.Equal(AgentBuilds.Version, manifest.Version);
        Assert.Equal(["bloxos-agent-linux-arm64", "bloxos-agent-linux-arm64-compat", "bloxos-agent-linux-x64-compat"], manifest.Files!.Select(f => f.Name));
        foreach (var file in manifest.Files!)
        {
            byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(files, file.Name!), Cancellation);
            Assert.Equal((bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))), (file.Size, file.Sha256));
        }
        Assert.Equal(0, (await AgentBuilds.ToolAsync("sh", "-c", $"cd '{files}' && sha256sum --check --strict SHA256SUMS")).Code);
    }

    [Fact]
    public async Task The_scripts_have_no_fault_that_shellcheck_finds()
    {
        string deploy = Path.Combine(BuiltOutput.RepositoryRoot(), "deploy");
        var (code, output) = await AgentBuilds.ToolAsync("shellcheck", Path.Combine(deploy, "install.sh"), Path.Combine(deploy, "build-agents"), Path.Combine(deploy, "agent-power"));
        Assert.True(code == 0, output);
    }

    [Fact, Trait("check", "43")]
    public async Task The_unit_gives_the_agent_a_user_of_its_own_and_no_rights()
    {
        string[] unit = await File.ReadAllLinesAsync(Path.Combine(BuiltOutput.RepositoryRoot(), "deploy", "agent.service"), Cancellation);
        string[] wanted = ["User=bloxos-agent", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ReadWritePaths=/opt/bloxos-agent /tmp /var/tmp", "ProtectHome=yes", "RestrictSUIDSGID=yes", "StateDirectoryMode=0700"];
        Assert.Empty(wanted.Except(unit));
        Assert.Single(unit, line => line.StartsWith("ReadWritePaths=", StringComparison.Ordinal));
    }

    /// <summary>What a miner in the agent's own unit needs to go on when the unit ends, and what keeps a rig from being given up.</summary>
    [Fact]
    public async Task The_unit_leaves_miners_alone_and_is_started_for_ever()
    {
        string[] unit = await File.ReadAllLinesAsync(Path.Combine(BuiltOutput.RepositoryRoot(), "deploy", "agent.service"), Cancellation);
        string[] wanted = ["KillMode=process", "OOMPolicy=continue", "Restart=always", "StartLimitIntervalSec=0", "RestartPreventExitStatus=2", "LimitMEMLOCK=infinity", "LimitCORE=0"];
        Assert.Empty(wanted.Except(unit));
        string[] unwanted = ["PrivateTmp=", "RemoveIPC=", "MemoryMax=", "TasksMax=", "OOMScoreAdjust=", "RuntimeDirectory=", "After=network-online.target"];
        Assert.DoesNotContain(unit, line => unwanted.Any(u => line.StartsWith(u, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Systemd_understands_the_unit()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "no systemd-analyze on this machine");
        using var folder = new TempDirectory();
        string text = await File.ReadAllTextAsync(Path.Combine(BuiltOutput.RepositoryRoot(), "deploy", "agent.service"), Cancellation);
        string unit = folder.Write("bloxos-agent.service", text.Replace("ExecStart=/opt/bloxos-agent/bloxos-agent", "ExecStart=/bin/true", StringComparison.Ordinal));
        Assert.Equal((0, ""), await AgentBuilds.ToolAsync("/usr/bin/systemd-analyze", "verify", "--man=no", unit));
        string broken = folder.Write("broken.service", text.Replace("KillMode=process", "KillMode=proces", StringComparison.Ordinal));
        Assert.NotEqual("", (await AgentBuilds.ToolAsync("/usr/bin/systemd-analyze", "verify", "--man=no", broken)).Item2);
    }

    [Fact]
    public async Task An_unknown_kind_is_refused()
    {
        using var folder = new TempDirectory();
        var (code, output) = await AgentBuilds.RunAsync([folder.Path, "mips"], []);
        Assert.Equal(2, code);
        Assert.Contains("unknown kind mips", output, StringComparison.Ordinal);
    }
}
