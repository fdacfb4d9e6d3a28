using System.Buffers.Binary;
using System.Text.Json;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The build for rigs with an older C library: one trimmed file with its own runtime, which nothing but its start shows to be whole.</summary>
public sealed class CompatBuildTests(AgentBuilds builds, SharedServer shared) : IDisposable
{
    /// <summary>Bytes; it had 17.5 MB.</summary>
    const long LargestProgram = 20_000_000;

    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    Dictionary<string, string?> Variables(params (string Key, string Value)[] more)
    {
        var environment = new Dictionary<string, string?>
        {
            ["BLOXOS_CONFIG"] = _folder.Write("agent.conf", ""), ["BLOXOS_STATE_DIRECTORY"] = _folder.File("state"), ["BLOXOS_NVIDIA_SMI"] = "true",
            ["BLOXOS_SERVER"] = null, ["BLOXOS_TOKEN_FILE"] = null, ["BLOXOS_MINERS_DIRECTORY"] = _folder.File("miners"),
            ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = "/nowhere/at/all",   // it unpacks nothing: a rig's /tmp may be full or noexec
        };
        foreach (var (key, value) in more) { environment[key] = value; }
        return environment;
    }

    async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        string program = Path.Combine(await builds.OthersAsync(), "bloxos-agent-linux-x64-compat");
        await using var process = await ChildProcess.StartAsync(program, arguments, environment: Variables());
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, process.Output);
    }

    [Fact, Trait("check", "43")]
    public async Task It_starts_with_no_newer_C_library_than_it_says_and_is_one_file()
    {
        var (code, output) = await RunAsync("version");
        Assert.Equal((0, AgentBuilds.Version), (code, output.Trim()));
        string program = Path.Combine(await builds.OthersAsync(), "bloxos-agent-linux-x64-compat");
        long size = new FileInfo(program).Length;
        Assert.True(size <= LargestProgram, $"{size} bytes");
        string manifest = await File.ReadAllTextAsync(Path.Combine(await builds.OthersAsync(), "manifest.json"), Cancellation);
        using var json = JsonDocument.Parse(manifest);
        var file = json.RootElement.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "bloxos-agent-linux-x64-compat");
        Assert.True(Version.Parse(file.GetProperty("glibc").GetString()!) <= new Version(2, 27), manifest);
    }

    [Fact]
    public async Task The_one_for_arm64_is_one_and_needs_no_newer_C_library()
    {
        string folder = await builds.OthersAsync(), program = Path.Combine(folder, "bloxos-agent-linux-arm64-compat");
        byte[] head = new byte[20];
        await using (var stream = File.OpenRead(program)) { await stream.ReadExactlyAsync(head, Cancellation); }
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], head[..6]);
        Assert.Equal(183, BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18)));   // EM_AARCH64
        Assert.True(new FileInfo(program).Length <= LargestProgram);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"), Cancellation));
        var file = json.RootElement.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "bloxos-agent-linux-arm64-compat");
        Assert.True(Version.Parse(file.GetProperty("glibc").GetString()!) <= new Version(2, 27), file.GetRawText());
    }

    [Fact]
    public async Task It_reads_the_rig()
    {
        var (code, output) = await RunAsync("status", "--json");
        Assert.True(code == 0, output);
        using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        var inventory = json.RootElement.GetProperty("inventory");
        Assert.Equal(Environment.MachineName, inventory.GetProperty("hostName").GetString());
        Assert.Equal(Environment.ProcessorCount, inventory.GetProperty("cpuThreads").GetInt32());
        Assert.True(json.RootElement.GetProperty("sample").GetProperty("uptimeSeconds").GetInt64() > 0);
    }

    [Fact]
    public async Task It_connects_says_hello_and_sends_samples()
    {
        string program = Path.Combine(await builds.OthersAsync(), "bloxos-agent-linux-x64-compat");
        var server = await shared.GetAsync(builds);
        var rig = await server.AddRigAsync("compat-1");
        await using var agent = await ChildProcess.StartAsync(program, [], environment: Variables(("BLOXOS_SERVER", server.Url), ("BLOXOS_TOKEN_FILE", _folder.Write("token", rig.Token))));
        await Eventually.CostlyAsync(async () => (await server.ReportingAsync()).Contains("compat-1"), TimeSpan.FromMinutes(2), "the rig's first sample", Cancellation);
        agent.Terminate();
        await agent.WaitForExitAsync(Cancellation);
        Assert.Equal(0, agent.ExitCode);
    }
}
