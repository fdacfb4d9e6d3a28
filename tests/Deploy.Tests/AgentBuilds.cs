using System.Diagnostics;
using BloxOs.Deploy.Tests;
using BloxOs.TestServers;

// The builds are for Linux, and so are the tests of their installer.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(AgentBuilds))]

namespace BloxOs.Deploy.Tests;

/// <summary>
/// What <c>deploy/build-agents</c> makes, once for all tests, signed, as version 9.9.9: first the native build for x64, which most tests need, then the others while those run. Tests
/// that need no build wait for none.
/// </summary>
public sealed class AgentBuilds : IAsyncLifetime
{
    public const string Version = "9.9.9";

    static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(10);

    readonly TempDirectory _folder = new("bloxos-builds-");
    readonly Lazy<Task> _native, _others;

    public AgentBuilds()
    {
        _native = new(() => Task.Run(BuildNativeAsync));
        _others = new(() => Task.Run(BuildOthersAsync));
    }

    /// <summary>The signing key's public half, as the script names it; after <see cref="NativeAsync"/>.</summary>
    public string PublicKey { get; private set; } = "";

    /// <summary>The directory that a server serves, with the native build for x64.</summary>
    public async Task<string> NativeAsync()
    {
        await _native.Value;
        return _folder.File("native");
    }

    /// <summary>Another one, with the native build for arm64 and those for x64 and arm64 that bring their own runtime.</summary>
    public async Task<string> OthersAsync()
    {
        await _others.Value;
        return _folder.File("others");
    }

    /// <summary>The native program for x64.</summary>
    public async Task<string> ProgramAsync() => Path.Combine(await NativeAsync(), "bloxos-agent-linux-x64");

    /// <summary>Begun when the first test of any kind runs: whoever waits, the processor does not.</summary>
    public ValueTask InitializeAsync()
    {
        _ = _others.Value;
        return ValueTask.CompletedTask;
    }

    async Task BuildNativeAsync()
    {
        var (code, made) = await RunAsync(["--new-key", _folder.File("key.pem")], []);
        Assert.True(code == 0, made);
        PublicKey = made.Split("BLOXOS_UPDATE_KEY=")[1].Trim();
        await BuildAsync("native", "x64");
    }

    async Task BuildOthersAsync()
    {
        await _native.Value;
        await BuildAsync("others", "arm64", "x64-compat", "arm64-compat");
    }

    async Task BuildAsync(string into, params string[] kinds)
    {
        var (code, output) = await RunAsync(
            [_folder.File(into), .. kinds],
            new() { ["BLOXOS_SIGNING_KEY"] = _folder.File("key.pem"), ["BLOXOS_VERSION"] = Version, ["BLOXOS_BUILD_TREE"] = _folder.File("tree") });
        Assert.True(code == 0, output);
    }

    /// <summary>Runs the script.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string[] arguments, Dictionary<string, string?> environment)
    {
        string script = Path.Combine(BuiltOutput.RepositoryRoot(), "deploy", "build-agents");
        await using var process = await ChildProcess.StartAsync(script, arguments, environment: environment);
        using var limit = new CancellationTokenSource(BuildTimeout);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, process.Output);
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output)> ToolAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Where tests that were chosen one by one asked for no build, the one that was begun is waited for: a child of this process could outlive it otherwise.</summary>
    public async ValueTask DisposeAsync()
    {
        try { await _others.Value; }
        catch (Exception e) when (e is not OutOfMemoryException) { /* told by the tests that asked for it */ }
        _folder.Dispose();
    }
}
