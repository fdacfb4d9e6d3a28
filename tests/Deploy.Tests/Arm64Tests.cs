using System.Text.Json;
using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The build for arm64 on this processor, by an emulator of programs: it does what the one for x64 does.</summary>
public sealed class Arm64Tests(AgentBuilds builds) : IDisposable
{
    /// <summary>The C library of arm64, of the compiler that builds for it.</summary>
    const string Libraries = "/usr/aarch64-linux-gnu";

    readonly TempDirectory _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static string? Emulator => new[] { "/usr/bin/qemu-aarch64", "/usr/bin/qemu-aarch64-static" }.FirstOrDefault(File.Exists);

    public void Dispose() => _folder.Dispose();

    async Task<ChildProcess> StartAsync(string verb, params (string Key, string? Value)[] more)
    {
        Assert.SkipWhen(Emulator is null, "no qemu-aarch64 on this machine: the build for arm64 is not run");
        var environment = new Dictionary<string, string?>
        {
            ["BLOXOS_CONFIG"] = _folder.Write("agent.conf", ""), ["BLOXOS_STATE_DIRECTORY"] = _folder.File("state"), ["BLOXOS_NVIDIA_SMI"] = "true",
            ["BLOXOS_SERVER"] = null, ["BLOXOS_TOKEN_FILE"] = null, ["BLOXOS_MINERS_DIRECTORY"] = _folder.File("miners"),
        };
        foreach (var (key, value) in more) { environment[key] = value; }
        string program = Path.Combine(await builds.OthersAsync(), "bloxos-agent-linux-arm64");
        return await ChildProcess.StartAsync(Emulator!, ["-L", Libraries, program, .. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries)], environment: environment);
    }

    async Task<(int Code, string Output)> RunAsync(string verb)
    {
        await using var process = await StartAsync(verb);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, process.Output);
    }

    [Fact]
    public async Task It_says_its_version_reads_the_rig_and_finds_what_is_missing()
    {
        var (status, output) = await RunAsync("version");
        Assert.Equal((0, AgentBuilds.Version), (status, output.Trim()));
        (status, output) = await RunAsync("status --json");
        Assert.True(status == 0, output);
        using var json = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        var inventory = json.RootElement.GetProperty("inventory");
        Assert.Equal((Environment.MachineName, Environment.ProcessorCount), (inventory.GetProperty("hostName").GetString(), inventory.GetProperty("cpuThreads").GetInt32()));
        Assert.True(json.RootElement.GetProperty("sample").GetProperty("memoryUsedBytes").GetInt64() > 0);
        (_, output) = await RunAsync("doctor");
        Assert.Contains("BLOXOS_SERVER is missing", output, StringComparison.Ordinal);
        Assert.Matches("missing +OpenSSL", output);
        Assert.Matches("ok +state directory", output);
    }

    /// <summary>The compiler's libraries have no OpenSSL, which makes this a rig without it: a clear line, not a crash.</summary>
    [Fact]
    public async Task Without_OpenSSL_it_says_so_and_ends()
    {
        await using var agent = await StartAsync("", ("BLOXOS_SERVER", "https://127.0.0.1:1"), ("BLOXOS_TOKEN_FILE", _folder.Write("token", "bxr_token")));
        await agent.WaitForExitAsync(Cancellation);
        Assert.Equal(1, agent.ExitCode);
        Assert.Contains("OpenSSL is missing: without it no server can be reached; install the package libssl3", agent.Output, StringComparison.Ordinal);
    }
}
