using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace BloxOs.Bench.Gateway;

/// <summary>
/// The same with the published agent in place of a fake rig: it writes down a command before it begins, and starts and stops a process that stands for a miner.
/// At a pace that the agent allows itself for long, four messages a second.
/// </summary>
internal sealed class AgentCommands(string agent, string directory, string url, CommandClient client, TimeProvider time)
{
    const string Wanted = """{"miners":[{"name":"main","miner":"t-rex","algorithms":[{"algorithm":"kawpow","pools":[{"host":"127.0.0.1","port":1,"user":"wallet"}]}]}]}""";

    static readonly (string Kind, int Count, TimeSpan Gap)[] s_runs = [("startMiner", 100, TimeSpan.FromMilliseconds(600)), ("restartMiner", 40, TimeSpan.FromMilliseconds(1_500))];
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it on a rig of its own.</summary>
    /// <returns>A line for each kind of command.</returns>
    public async Task<string> RunAsync(string[] keys, string tokens, CancellationToken cancellationToken)
    {
        var rig = JsonDocument.Parse(File.ReadLines(tokens).Last()).RootElement;
        string rigId = rig.GetProperty("rigId").GetString()!, home = Path.Combine(directory, "rig");
        using var process = Start(home, rig.GetProperty("token").GetString()!);
        try
        {
            await client.CallAsync(HttpMethod.Put, $"/api/v1/rigs/{rigId}/desired", keys[0], Wanted, cancellationToken);
            await AwaitMinerAsync(keys[0], rigId, process, cancellationToken);
            var lines = new List<string>();
            foreach (var (kind, count, gap) in s_runs)
            {
                var took = new List<double>(count);
                for (int i = 0; i < count + 5; i++)
                {
                    await Task.Delay(gap, time, cancellationToken);
                    double milliseconds = await client.OrderAsync(keys[i % keys.Length], rigId, kind, cancellationToken);
                    if (i >= 5) { took.Add(milliseconds); }
                }
                took.Sort();
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"the native agent, {count} x {kind}: p50 {CommandBenchmark.At(took, 0.5):0.0} ms, p90 {CommandBenchmark.At(took, 0.9):0.0} ms, p99 {CommandBenchmark.At(took, 0.99):0.0} ms, most {took[^1]:0.0} ms"));
            }
            await client.OrderAsync(keys[0], rigId, "stopMiner", cancellationToken);
            return string.Join('\n', lines);
        }
        finally
        {
            if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        }
    }

    Process Start(string home, string token)
    {
        const UnixFileMode program = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.Combine(home, "miners", "t-rex"));
        string miner = Path.Combine(home, "miners", "t-rex", "t-rex"), tokenFile = Path.Combine(home, "token");
        File.WriteAllText(miner, "#!/bin/sh\nexec sleep 1000000\n");
        File.SetUnixFileMode(miner, program);
        File.WriteAllText(tokenFile, token);
        File.SetUnixFileMode(tokenFile, secret);
        var start = new ProcessStartInfo("sh", ["-c", $"exec \"$0\" > '{directory}/agent.log' 2>&1", agent]);
        foreach (var (key, value) in (Dictionary<string, string>)new()
        {
            ["BLOXOS_SERVER"] = url, ["BLOXOS_TOKEN_FILE"] = tokenFile, ["BLOXOS_STATE_DIRECTORY"] = Path.Combine(home, "state"), ["BLOXOS_MINERS_DIRECTORY"] = Path.Combine(home, "miners"),
        }) { start.Environment[key] = value; }
        return Process.Start(start) ?? throw new BenchException("the agent does not start");
    }

    async Task AwaitMinerAsync(string key, string rigId, Process process, CancellationToken cancellationToken)
    {
        for (long since = time.GetTimestamp(); time.GetElapsedTime(since) < Patience;)
        {
            if (process.HasExited) { throw new BenchException($"the agent ended: {File.ReadAllText(Path.Combine(directory, "agent.log"))}"); }
            var (_, desired) = await client.CallAsync(HttpMethod.Get, $"/api/v1/rigs/{rigId}/desired", key, null, cancellationToken);
            if (desired.GetProperty("actual") is var actual && actual.GetArrayLength() == 1 && actual[0].GetProperty("state").GetString() == "running") { return; }
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
        throw new BenchException($"the agent's miner does not run: {File.ReadAllText(Path.Combine(directory, "agent.log"))}");
    }
}
