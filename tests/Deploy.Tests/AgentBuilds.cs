using System.Diagnostics;
using BloxOs.Deploy.Tests;
using BloxOs.TestServers;

// The builds are for Linux, and so are the tests of their installer.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(AgentBuilds))]

namespace BloxOs.Deploy.Tests;

/// <summary>What <c>deploy/build-agents</c> makes, once for all tests: the native builds, signed, as version 9.9.9.</summary>
public sealed class AgentBuilds : IAsyncLifetime
{
    public const string Version = "9.9.9";

    static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(5);

    readonly TempDirectory _folder = new("bloxos-builds-");

    /// <summary>The directory that a server serves.</summary>
    public string Files => _folder.File("files");

    /// <summary>What it printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The signing key's public half, as the script names it.</summary>
    public string PublicKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var (code, made) = await RunAsync(["--new-key", _folder.File("key.pem")], []);
        Assert.True(code == 0, made);
        PublicKey = made.Split("BLOXOS_UPDATE_KEY=")[1].Trim();
        (code, string output) = await RunAsync([Files, "x64", "arm64"], new() { ["BLOXOS_SIGNING_KEY"] = _folder.File("key.pem"), ["BLOXOS_VERSION"] = Version });
        Assert.True(code == 0, output);
        Output = output;
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

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
