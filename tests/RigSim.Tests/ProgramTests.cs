using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BloxOs.TestServers;

namespace BloxOs.RigSim.Tests;

/// <summary>The tool itself, as a process.</summary>
public sealed class ProgramTests : IDisposable
{
    readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Stopped_by_a_signal_it_says_goodbye_and_prints_its_result()
    {
        await using var server = await AgentServer.StartAsync();
        using var tool = Start("--url", server.Url, "--tokens", Tokens(3), "--stats", "0.1", "--progress", "0.2");
        var errors = tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.Async(
            () => tool.HasExited || server.Rigs.Values.Sum(r => r.Samples.Count) >= 15, what: "15 samples", cancellation: TestContext.Current.CancellationToken);
        Assert.False(tool.HasExited, "it ended by itself");
        using var kill = Process.Start("kill", ["-TERM", tool.Id.ToString(CultureInfo.InvariantCulture)]);
        using var result = JsonDocument.Parse(await tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, tool.ExitCode);
        Assert.Equal(server.Rigs.Values.Sum(r => r.Samples.Count), result.RootElement.GetProperty("samplesAcknowledged").GetInt64());
        Assert.Equal(3, result.RootElement.GetProperty("connected").GetInt32());
        Assert.All(server.Rigs.Values, r => Assert.Equal([1000], r.CloseCodes));
        Assert.StartsWith("{\"rigs\":3,", await errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_ends_with_2_and_a_reason_and_shows_no_token()
    {
        using var tool = Start("--url", "http://192.0.2.1", "--tokens", Tokens(1));
        string error = await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, tool.ExitCode);
        Assert.Contains("not this machine", error);
        Assert.DoesNotContain("secret", error);
    }

    string Tokens(int count) => directory.Write("tokens", string.Join('\n', Enumerable.Range(0, count).Select(i => $"secret-{i}")));

    static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "BloxOs.RigSim.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
